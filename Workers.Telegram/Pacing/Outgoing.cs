using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>Something that is to go to a chat.</summary>
/// <param name="content">The request, made when it is sent.</param>
/// <param name="messageId">The message that it edits.</param>
/// <param name="isLive">Whether a newer edit may take its place.</param>
/// <param name="cancellationToken">Nobody wants it any more.</param>
internal sealed class Outgoing(Func<BotRequest<Message>> content, int? messageId, bool isLive, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<BotResult<Message>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOnItsWay;

    public int? MessageId => messageId;

    public bool IsLive => isLive;

    public bool IsUnwanted => cancellationToken.IsCancellationRequested;

    /// <summary>Whether a try to send it is under way, so that it may arrive whether it is wanted or not.</summary>
    public bool IsOnItsWay
    {
        get => _isOnItsWay;
        set => _isOnItsWay = value;
    }

    /// <summary>Whether its formatting was refused.</summary>
    public bool IsPlain { get; set; }

    public Task<BotResult<Message>> Done => _done.Task;

    /// <summary>What is sent now.</summary>
    public BotRequest<Message> Request() => IsPlain ? PlainForm.Of(content()) : content();

    public void Complete(BotResult<Message> result) => _done.TrySetResult(result);

    public void Fail(Exception failure) => _done.TrySetException(failure);

    public void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}
