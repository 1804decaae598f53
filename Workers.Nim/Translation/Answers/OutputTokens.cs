using Pipeline.Workers.Nim.Translation.Answers.Blocks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>
/// Counts an answer's tokens in cl100k_base: those of its texts, its thinking and its calls, each by itself. What a model
/// writes around them, and its own tokenizer, only its provider knows.
/// </summary>
internal sealed class OutputTokens : IOutputCounter
{
    private readonly GrowingText _texts = new();
    private readonly GrowingText _thinking = new();
    private readonly GrowingText _calls = new();

    /// <inheritdoc/>
    public void Add(BlockKind kind, ReadOnlySpan<char> piece) => TextOf(kind).Add(piece);

    /// <inheritdoc/>
    public int Count() => _texts.CountTokens() + _thinking.CountTokens() + _calls.CountTokens();

    private GrowingText TextOf(BlockKind kind) => kind switch
    {
        BlockKind.Text => _texts,
        BlockKind.Thinking => _thinking,
        BlockKind.ToolUse => _calls,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of output."),
    };
}
