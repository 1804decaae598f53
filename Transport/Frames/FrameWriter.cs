using System.Security.Cryptography;
using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Models;

namespace Pipeline.Transport.Frames;

/// <summary>Writes one attempt's frames in order. Not for concurrent use.</summary>
/// <param name="pump">Carries the frames.</param>
/// <param name="address">The <c>ReplyTo</c> of the command.</param>
/// <param name="streamId">The stream that the command named.</param>
/// <param name="attempt">Tells this delivery of the command from any other.</param>
public sealed class FrameWriter(IFramePump pump, string address, Guid streamId, int attempt) : IDisposable
{
    private int _sequence;

    /// <summary>A number that tells one delivery of a command from any other.</summary>
    public static int NewAttempt() => RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Announces the attempt; false when nobody waits for it.</summary>
    /// <param name="instance">The name by which this worker takes <c>CancelWork</c>; empty where it takes none, as it is done at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<bool> StartAsync(string instance, CancellationToken cancellationToken) =>
        pump.StartAsync(address, Next(FrameKind.Started, Encoding.UTF8.GetBytes(instance)), cancellationToken);

    /// <summary>Says which model answers. Right before the first event.</summary>
    public ValueTask AnsweringAsync(ModelReference model, CancellationToken cancellationToken) =>
        WriteAsync(FrameKind.Answering, Encoding.UTF8.GetBytes(model.ToString()), cancellationToken);

    /// <summary>Sends one Anthropic event, whose JSON must not change afterwards.</summary>
    public ValueTask WriteAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        pump.SendAsync(address, Next(kind, payload), cancellationToken);

    /// <summary>Ends the stream with a failure.</summary>
    public ValueTask FailAsync(Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(FrameKind.Failed, failure.ToPayload(), cancellationToken);

    /// <summary>Nothing more is written.</summary>
    public void Dispose() => pump.Finish(streamId, attempt);

    private Frame Next(FrameKind kind, ReadOnlyMemory<byte> payload) =>
        new(streamId, attempt, _sequence++, kind, payload);
}
