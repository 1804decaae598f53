using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Quirks.Limits;

/// <summary>Measures prompts before the upstream has counted them. Must be quick: it stands in front of every call.</summary>
internal interface IPromptTokens
{
    /// <summary>The size of a prompt in the tokens of a model.</summary>
    /// <param name="target">The model.</param>
    /// <param name="request">The request.</param>
    PromptTokens Measure(TargetModel target, TranslatedRequest request);
}
