using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>
/// Makes a translated request one that a model takes. Always from the translated request, not from a shaped
/// one: so it can be done again once more is known of the model, and for another model.
/// </summary>
internal static class RequestShaper
{
    /// <summary>Shapes a request; the same instance where nothing has to change.</summary>
    /// <param name="request">The request as it was translated.</param>
    /// <param name="target">The model and what is known of it.</param>
    /// <param name="prompt">The size of the request's prompt.</param>
    public static ShapedRequest Shape(ChatRequest request, TargetModel target, PromptTokens prompt)
    {
        if (OutputBudget.FindOverflow(request, target, prompt) is { } overflow) return new ShapedRequest(request, overflow);

        var shaped = request.Model == target.Model.Model ? request : request with { Model = target.Model.Model };
        shaped = OutputBudget.Clamp(shaped, target, prompt);
        return new ShapedRequest(QuirkRepairs.Apply(shaped, target.Quirks), Overflow: null);
    }
}

/// <summary>A request for one model.</summary>
/// <param name="Chat">What goes upstream.</param>
/// <param name="Overflow">Set where the prompt certainly does not fit and nothing should be sent.</param>
internal readonly record struct ShapedRequest(ChatRequest Chat, PromptOverflow? Overflow);
