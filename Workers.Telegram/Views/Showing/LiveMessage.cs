using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Views.Content;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>The first message of a node, edited while the node waits and runs. What would change nothing is not sent.</summary>
internal sealed class LiveMessage(LiveTranscript transcript, IOutgoingMessages outgoing, PacingOptions pacing, TimeProvider time, CancellationToken ending)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(pacing.RateWindowSeconds) / pacing.RateLimit;
    private volatile MessageContent? _said;
    private volatile TelegramView? _view;
    private Refused? _refusal;
    private long? _looked;

    /// <summary>What the message is to say now.</summary>
    public MessageContent Content(TelegramView view)
    {
        var status = new NodeStatus { Change = view.Change, SubmittedAt = view.SubmittedAt, Now = time.GetUtcNow() };
        return new MessageContent(transcript.Render(status), NodeKeyboard.Of(view.NodeId, view.Change));
    }

    /// <summary>Notes what it says.</summary>
    public void Said(MessageContent content) => _said = content;

    /// <summary>Takes why an edit was refused, if one was; what was still said of a message that another has replaced does not matter.</summary>
    public BotError? TakeRefusal(TelegramView view)
    {
        var refusal = Interlocked.Exchange(ref _refusal, null);
        return view.BotMessageIds is [var first, ..] && first == refusal?.MessageId ? refusal.Error : null;
    }

    /// <summary>Shows how the node stands: at once where it has changed, otherwise as often as its chat takes it.</summary>
    public void Show(TelegramView view)
    {
        var isNews = _view?.Change?.Version != view.Change?.Version;
        _view = view;
        if (!isNews && _looked is { } looked && time.GetElapsedTime(looked) < _interval) return;

        _looked = time.GetTimestamp();
        if (Content(view).Same(_said)) return;

        var messageId = view.BotMessageIds[0];
        outgoing.ShowLive(view.Chat, messageId, () => Edit(view.Chat, messageId), error => Interlocked.Exchange(ref _refusal, new Refused(messageId, error)), ending);
    }

    // Of the newest that is known when its turn has come.
    private EditMessageTextRequest Edit(long chat, int messageId)
    {
        var content = Content(_view!);
        Said(content);
        return content.Edit(chat, messageId);
    }

    private sealed record Refused(int MessageId, BotError Error);
}
