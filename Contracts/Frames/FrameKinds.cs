namespace Pipeline.Contracts.Frames;

/// <summary>Facts about frame kinds that both planes' ends need.</summary>
public static class FrameKinds
{
    /// <summary>True where nothing may follow within the stream.</summary>
    public static bool EndsStream(this FrameKind kind) => kind is FrameKind.Failed or FrameKind.MessageStop;

    /// <summary>True where the payload is an Anthropic event.</summary>
    public static bool IsAnthropicEvent(this FrameKind kind) => kind >= FrameKind.MessageStart;
}
