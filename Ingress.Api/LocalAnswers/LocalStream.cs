using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Recording;
using Pipeline.Ingress.Relay;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Gathers a small answer whole before any of it is used, so that its failure can still be hidden.</summary>
/// <param name="relay">Keeps the frames, in order and each once.</param>
internal sealed class LocalStream(RelayStream relay) : IFrameSink
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the answer: true where it is whole, false where it failed.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>The answer's tokens, once it has ended.</summary>
    public TokenUsage Usage { get; private set; }

    /// <inheritdoc/>
    public bool TryAccept(Frame frame)
    {
        if (!relay.TryAccept(frame)) return false;

        if (frame.Kind == FrameKind.MessageDelta) Usage = Read(frame);
        if (frame.Kind.EndsStream()) _ended.TrySetResult(frame.Kind == FrameKind.MessageStop);
        return true;
    }

    /// <inheritdoc/>
    public void EndIfFull() => relay.EndIfFull();

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static TokenUsage Read(Frame frame)
    {
        try
        {
            return TokenUsage.Read(frame.Payload.Span);
        }
        catch (JsonException)
        {
            // That nothing is counted must not break the answer.
            return default;
        }
    }
}
