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
    private int _isOnItsWay;
    private int _unanswered;
    private int _maxUnanswered = int.MaxValue;

    public int? MessageId => messageId;

    public bool IsLive => isLive;

    public bool IsUnwanted => cancellationToken.IsCancellationRequested;

    /// <summary>
    /// Whether a try to send it is under way, so that it may arrive whether it is wanted or not. Written with a full fence: who sends it
    /// sets it first and then looks whether it is wanted, and who gives it up does both the other way round, so that one of them sees the other.
    /// </summary>
    public bool IsOnItsWay
    {
        get => Interlocked.CompareExchange(ref _isOnItsWay, 0, 0) == 1;
        set => Interlocked.Exchange(ref _isOnItsWay, value ? 1 : 0);
    }

    /// <summary>Whether its formatting was refused.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Whether what was sent last had formatting, which may be why it was refused.</summary>
    public bool IsFormatted { get; private set; }

    public Task<BotResult<Message>> Done => _done.Task;

    /// <summary>What is sent now.</summary>
    public BotRequest<Message> Request()
    {
        var made = content();
        var request = IsPlain ? PlainForm.Of(made) : made;
        (IsFormatted, _maxUnanswered) = (PlainForm.Differs(request), request.MaxUnanswered);
        return request;
    }

    /// <summary>From now on it goes without its formatting.</summary>
    public void MakePlain() => IsPlain = true;

    /// <summary>Counts a try that had no answer; false where it was the last one.</summary>
    public bool MayTryAgain() => ++_unanswered < _maxUnanswered;

    public void Complete(BotResult<Message> result) => _done.TrySetResult(result);

    public void Fail(Exception failure) => _done.TrySetException(failure);

    public void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}
