namespace Pipeline.Contracts.Frames;

/// <summary>
/// One piece of an answer on its way to the instance that asked: at most once, in order within one
/// (stream, attempt). A gap in <paramref name="Sequence"/> means that a frame was lost.
/// </summary>
/// <param name="StreamId">The stream that the frame belongs to.</param>
/// <param name="Attempt">
/// Tells the frames of this delivery of the command from those of any other; not 0. No order is meant, as a
/// broker's delivery count may not grow over its crash: the attempt that announced itself last counts.
/// </param>
/// <param name="Sequence">Position within the attempt, from 0 (the <see cref="FrameKind.Started"/> frame).</param>
/// <param name="Kind">What <paramref name="Payload"/> holds.</param>
/// <param name="Payload">
/// For Anthropic events the finished event JSON in UTF-8, copied to the client as it is.
/// The sender must not touch the memory afterwards.
/// </param>
public readonly record struct Frame(
    Guid StreamId,
    int Attempt,
    int Sequence,
    FrameKind Kind,
    ReadOnlyMemory<byte> Payload);
