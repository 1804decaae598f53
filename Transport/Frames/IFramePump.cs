using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames;

/// <summary>
/// Carries frames from a worker to the instance that asked. Bypasses the bus on purpose: an outbox
/// would hold a consumer's frames until the consumer returns.
/// </summary>
public interface IFramePump
{
    /// <summary>
    /// Announces an attempt. False when the requester or its stream is gone: the command is then
    /// dropped without calling a model.
    /// </summary>
    ValueTask<bool> StartAsync(string address, Frame started, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a frame. Order holds within one stream and attempt as long as the caller awaits each call.
    /// Completes when there is room for more, not when the frame has been read; a frame for a stream
    /// that is gone is dropped.
    /// </summary>
    ValueTask SendAsync(string address, Frame frame, CancellationToken cancellationToken);

    /// <summary>Fires when the instance has vanished, and with it everybody who would read the answer.</summary>
    CancellationToken Vanished(string address);

    /// <summary>The instance has been heard of: if it had vanished, it is back.</summary>
    void Rediscover(string address);

    /// <summary>Nothing more is sent of an attempt, whether or not its last frame was.</summary>
    void Finish(Guid streamId, int attempt);
}
