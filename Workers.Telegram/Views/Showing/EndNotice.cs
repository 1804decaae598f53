using Microsoft.Extensions.Options;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Views.Content;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>Tells the end of a long task in a message of its own, as nobody hears an edit.</summary>
internal sealed class EndNotice(NodeMessages messages, ViewRecords records, IOptions<ViewOptions> options)
{
    /// <summary>Whether it is due. Who stops a task knows that it has ended.</summary>
    public bool IsDue(NodeChanged change) => options.Value.NotifyAfterSeconds > 0
        && change is { State: not NodeState.Stopped, StartedAt: { } started }
        && (change.ChangedAt - started).TotalSeconds > options.Value.NotifyAfterSeconds;

    /// <summary>Tells it, as a reply to where the answer begins, and closes the record, unless the node has changed meanwhile.</summary>
    public Task<TelegramView?> SendAsync(TelegramView view, NodeChanged change, CancellationToken lease)
    {
        var content = new MessageContent(FormattedText.Of(StatusLine.Finished(change)), null);
        return messages.SendAsync(
            view,
            content.Send(new Place(view.Chat, view.Topic), view.BotMessageIds[0], isSilent: false),
            (shown, id, ending) => records.CloseWithNoticeAsync(shown, id, change.Version, ending),
            lease);
    }
}
