using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.RateBudget;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>What all calls for one request have in common.</summary>
/// <param name="RequestId">The id that the client sees.</param>
/// <param name="Frames">The way to the client.</param>
/// <param name="Stream">Whether the client reads the answer while it is written.</param>
/// <param name="TellModel">Whether the requester wants to know which model answers.</param>
/// <param name="Priority">Who goes first where calls have to wait.</param>
internal sealed record CallContext(string RequestId, FrameWriter Frames, bool Stream, bool TellModel, CallPriority Priority);
