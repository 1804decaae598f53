using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>What all calls for one request have in common.</summary>
/// <param name="RequestId">The id that the client sees.</param>
/// <param name="Frames">The way to the client.</param>
/// <param name="Stream">Whether the client reads the answer while it is written.</param>
/// <param name="IsBackground">Whether nobody sits in front of it.</param>
internal sealed record CallContext(string RequestId, FrameWriter Frames, bool Stream, bool IsBackground);
