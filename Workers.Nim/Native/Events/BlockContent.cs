namespace Pipeline.Workers.Nim.Native.Events;

/// <summary>A content block as its start, or a whole message, shows it.</summary>
internal sealed record BlockContent
{
    /// <summary>Anthropic's type of block.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>A tool call's id.</summary>
    public string? Id { get; init; }

    /// <summary>A tool call's name.</summary>
    public string? Name { get; init; }

    /// <summary>Text or thinking that is there already; in a stream there should be none.</summary>
    public string Text { get; init; } = string.Empty;

    public string Signature { get; init; } = string.Empty;

    /// <summary>A tool's input that is there already, as JSON; null where it is missing.</summary>
    public string? Input { get; init; }

    /// <summary>Where the block stands in the event.</summary>
    public Range Extent { get; init; }
}

/// <summary>A piece of a content block.</summary>
internal sealed record DeltaContent
{
    public DeltaKind Kind { get; init; }

    /// <summary>Text, thinking, a signature, or a piece of a tool's input.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>Where the piece stands in the event; empty where it must not be passed on as it is.</summary>
    public Range Extent { get; init; }
}

internal enum DeltaKind
{
    /// <summary>Something that nobody here knows.</summary>
    Other,
    Text,
    Thinking,
    Signature,
    Input,
}
