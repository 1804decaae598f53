namespace Pipeline.Contracts.Frames;

/// <summary>What a <see cref="Frame"/> carries.</summary>
public enum FrameKind
{
    /// <summary>Never sent.</summary>
    None = 0,

    /// <summary>A worker took the command; the payload is the name by which it takes <c>CancelWork</c>, empty where it takes none.</summary>
    Started = 1,

    /// <summary>The attempt failed for good; the payload is a <see cref="Failure"/>. Ends the stream.</summary>
    Failed = 2,

    /// <summary>
    /// The worker is alive and has sent everything up to this frame's sequence number, which is the last
    /// one's and not a new one.
    /// </summary>
    Heartbeat = 4,

    /// <summary>
    /// The attempt's answer comes from this model: <c>provider/model</c> in UTF-8. Right before the first event;
    /// where the model that was asked first has failed, it is another.
    /// </summary>
    Answering = 5,

    /// <summary>
    /// One event of a run's transcript, as JSON. <see cref="Frame.Attempt"/> is the number of the node's run,
    /// <see cref="Frame.Sequence"/> counts that run's events from 1; nothing announces such a stream.
    /// </summary>
    Transcript = 6,

    /// <summary>Anthropic's <c>ping</c>: made by the ingress when a stream is silent, never sent by a worker.</summary>
    Ping = 3,

    /// <summary>Anthropic's <c>message_start</c>: the commit point of a streaming answer.</summary>
    MessageStart = 10,

    /// <summary>Anthropic's <c>content_block_start</c>.</summary>
    ContentBlockStart = 11,

    /// <summary>Anthropic's <c>content_block_delta</c>.</summary>
    ContentBlockDelta = 12,

    /// <summary>Anthropic's <c>content_block_stop</c>.</summary>
    ContentBlockStop = 13,

    /// <summary>Anthropic's <c>message_delta</c>: stop reason and final usage.</summary>
    MessageDelta = 14,

    /// <summary>Anthropic's <c>message_stop</c>. Ends the stream.</summary>
    MessageStop = 15,
}
