using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>The upstream's figures where it sends any, estimates where it does not.</summary>
internal sealed class UsageTally(int estimatedInputTokens)
{
    private const int CharactersPerToken = 4;

    private UsageFigures _figures;
    private long _characters;

    public AnswerUsage Current
    {
        get
        {
            var prompt = _figures.PromptTokens is > 0 and var known ? known : Math.Max(1, estimatedInputTokens);
            // At least one token stays outside the cache: a client reads an input of 0 as "unknown".
            var cached = Math.Clamp(_figures.CachedTokens ?? 0, 0, prompt - 1);
            return new AnswerUsage(prompt - cached, OutputTokens(), cached);
        }
    }

    /// <summary>Counts what the model produced, shown or not: all of it is output.</summary>
    public void Count(int characters) => _characters += characters;

    /// <summary>Takes over the figures that are there; some upstreams send them with every chunk, some of them null.</summary>
    public void Take(UsageFigures figures) => _figures = new UsageFigures(
        figures.PromptTokens ?? _figures.PromptTokens,
        figures.CompletionTokens ?? _figures.CompletionTokens,
        figures.CachedTokens ?? _figures.CachedTokens);

    private int OutputTokens() => _figures.CompletionTokens is > 0 and var known
        ? known
        : (int)Math.Clamp(_characters / CharactersPerToken, 1, int.MaxValue);
}
