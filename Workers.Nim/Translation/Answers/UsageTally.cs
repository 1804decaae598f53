using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Blocks;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>The upstream's figures where it sends any, counts or else an estimate where it does not.</summary>
/// <param name="estimatedInputTokens">Stands in for the prompt's tokens until they are counted.</param>
/// <param name="output">Counts the answer's tokens.</param>
/// <param name="countedInputTokens">The prompt's tokens once they are counted, which happens meanwhile; null before.</param>
internal sealed class UsageTally(int estimatedInputTokens, IOutputCounter output, Func<int?>? countedInputTokens)
{
    private UsageFigures _figures;

    /// <summary>The prompt's tokens as the upstream counts them, cached ones included; null as long as it has not said.</summary>
    public int? ReportedPromptTokens => _figures.PromptTokens;

    /// <summary>What is known at the answer's first token, which does not wait for a count.</summary>
    public AnswerUsage AtStart
    {
        get
        {
            var prompt = _figures.PromptTokens ?? Math.Max(1, countedInputTokens?.Invoke() ?? estimatedInputTokens);
            // At least one token stays outside the cache: a client reads an input of 0 as "unknown".
            var cached = Math.Clamp(_figures.CachedTokens ?? 0, 0, prompt - 1);
            return new AnswerUsage(prompt - cached, OutputTokens: 1, cached);
        }
    }

    /// <summary>What is known now, with all of the answer so far.</summary>
    public AnswerUsage Current => AtStart with { OutputTokens = _figures.CompletionTokens ?? Math.Max(1, output.Count()) };

    /// <summary>Counts what the model produced.</summary>
    public void Count(BlockKind kind, ReadOnlySpan<char> piece) => output.Add(kind, piece);

    /// <summary>Takes over the figures that are there; some upstreams send them with every chunk, some of them null or 0.</summary>
    public void Take(UsageFigures figures) => _figures = figures.Or(_figures);
}
