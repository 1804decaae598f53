using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>The upstream's figures where it sends any, estimates where it does not.</summary>
/// <param name="estimatedInputTokens">Stands in for the prompt's tokens.</param>
/// <param name="output">Counts what the upstream does not.</param>
internal sealed class UsageTally(int estimatedInputTokens, IOutputCounter output)
{
    private UsageFigures _figures;

    /// <summary>The prompt's tokens as the upstream counts them, cached ones included; null as long as it has not said.</summary>
    public int? ReportedPromptTokens => _figures.PromptTokens;

    public AnswerUsage Current
    {
        get
        {
            var prompt = _figures.PromptTokens ?? Math.Max(1, estimatedInputTokens);
            // At least one token stays outside the cache: a client reads an input of 0 as "unknown".
            var cached = Math.Clamp(_figures.CachedTokens ?? 0, 0, prompt - 1);
            return new AnswerUsage(prompt - cached, _figures.CompletionTokens ?? Math.Max(1, output.Count()), cached);
        }
    }

    /// <summary>Counts what the model produced.</summary>
    public void Count(ReadOnlySpan<char> piece) => output.Add(piece);

    /// <summary>Takes over the figures that are there; some upstreams send them with every chunk, some of them null or 0.</summary>
    public void Take(UsageFigures figures) => _figures = figures.Or(_figures);
}
