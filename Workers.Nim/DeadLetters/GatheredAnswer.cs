using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Nim.DeadLetters;

/// <summary>Takes the frames of an answer that no client waits for, and folds them into its message.</summary>
internal sealed class GatheredAnswer : IFramePump
{
    private readonly MessageFold _fold = new();

    /// <summary>The whole message, in UTF-8; null until the stream has ended well.</summary>
    public byte[]? Message { get; private set; }

    /// <summary>The model that answers, as <c>provider/model</c>; null until that is told.</summary>
    public string? Model { get; private set; }

    public ValueTask<bool> StartAsync(string address, Frame started, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask SendAsync(string address, Frame frame, CancellationToken cancellationToken)
    {
        if (frame.Kind == FrameKind.Answering) Model = Encoding.UTF8.GetString(frame.Payload.Span);
        if (frame.Kind.IsAnthropicEvent()) _fold.Add(frame.Payload);
        if (frame.Kind == FrameKind.MessageStop) Message = _fold.ToJson().ToArray();
        return ValueTask.CompletedTask;
    }

    public CancellationToken Vanished(string address) => CancellationToken.None;

    public void Rediscover(string address)
    {
        // It cannot vanish.
    }

    public void Finish(Guid streamId, int attempt)
    {
        // Nobody listens, so there is nothing to stop telling.
    }
}
