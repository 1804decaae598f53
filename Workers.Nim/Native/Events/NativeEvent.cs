using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Native.Events;

/// <summary>What one event of the upstream says. Reused from event to event.</summary>
internal sealed class NativeEvent
{
    public UpstreamError? Error { get; set; }

    public NativeEventKind Kind { get; set; }

    /// <summary>The block that the event is about.</summary>
    public int? Index { get; set; }

    /// <summary>The block that begins.</summary>
    public BlockContent Block { get; set; } = new();

    public DeltaContent Delta { get; set; } = new();

    /// <summary>The blocks of a message that came whole.</summary>
    public List<BlockContent> Content { get; } = [];

    public string? MessageId { get; set; }

    public string? StopReason { get; set; }

    public string? StopSequence { get; set; }

    public NativeUsage? Usage { get; set; }

    public void Clear()
    {
        Error = null;
        Kind = NativeEventKind.Other;
        Index = null;
        Block = new BlockContent();
        Delta = new DeltaContent();
        Content.Clear();
        MessageId = StopReason = StopSequence = null;
        Usage = null;
    }
}

internal enum NativeEventKind
{
    /// <summary><c>ping</c>, or something that nobody here knows.</summary>
    Other,
    MessageStart,
    BlockStart,
    BlockDelta,
    BlockStop,
    MessageDelta,
    MessageStop,

    /// <summary>The message as a whole, from a server that does not stream.</summary>
    WholeMessage,
}
