namespace Pipeline.TestKit.Grammar;

/// <summary>What a client has in hand after an answer.</summary>
public sealed record FoldedMessage
{
    public string Id { get; init; } = string.Empty;

    public string Model { get; init; } = string.Empty;

    public IReadOnlyList<FoldedBlock> Blocks { get; init; } = [];

    public string? StopReason { get; init; }

    public string? StopSequence { get; init; }

    public FoldedUsage Usage { get; init; } = new();

    /// <summary>All text blocks, joined.</summary>
    public string Text => string.Concat(Blocks.OfType<TextBlock>().Select(block => block.Text));

    /// <summary>All thinking blocks, joined.</summary>
    public string Thinking => string.Concat(Blocks.OfType<ThinkingBlock>().Select(block => block.Thinking));

    public IReadOnlyList<ToolUseBlock> ToolUses => [.. Blocks.OfType<ToolUseBlock>()];
}

/// <summary>The figures a client ends up with: those of <c>message_delta</c> win.</summary>
public sealed record FoldedUsage
{
    public int InputTokens { get; init; }

    public int OutputTokens { get; init; }

    public int CacheReadInputTokens { get; init; }

    public int CacheCreationInputTokens { get; init; }
}

/// <summary>One content block.</summary>
public abstract record FoldedBlock;

public sealed record TextBlock(string Text) : FoldedBlock;

public sealed record ThinkingBlock(string Thinking, string Signature) : FoldedBlock;

/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Input">The joined <c>partial_json</c>; <c>{}</c> where there was none.</param>
public sealed record ToolUseBlock(string Id, string Name, string Input) : FoldedBlock;

/// <summary>A block of a kind that has no deltas, or server tools'.</summary>
public sealed record OtherBlock(string Type, string Content) : FoldedBlock;

/// <summary>The <c>error</c> event that ended a stream.</summary>
public sealed record StreamError(string Type, string Message);
