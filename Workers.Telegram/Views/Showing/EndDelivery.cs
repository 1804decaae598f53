using Microsoft.Extensions.Options;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Views.Content;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>
/// Shows how a node ended: in the messages that it has, and in as many more as it takes. It can be begun again wherever it was broken
/// off, as the record tells which messages there are.
/// </summary>
internal sealed class EndDelivery(NodeMessages messages, AnswerFile file, EndNotice notice, ViewRecords records, IOptions<ViewOptions> options)
{
    /// <returns>The record, closed unless the node has changed meanwhile; null where it is cleared.</returns>
    public async Task<TelegramView?> DeliverAsync(TelegramView view, LiveTranscript transcript, CancellationToken lease)
    {
        // The record may tell of a newer change before this one is told.
        var change = view.Change!;
        var answer = FinalAnswer.Of(change, transcript, options.Value);
        var isLong = notice.IsDue(change);
        var current = await WriteAsync(view, answer.Messages, isSilent: isLong, lease);
        if (current is not null) current = await file.SendAsync(current, change.Version, answer, lease);

        // Before the record is closed: a worker that is killed just between the two says it twice, rather than never.
        if (current is not null && isLong) current = await notice.SendAsync(current, change, lease);
        return current is null ? null : await records.CloseAsync(current, change.Version, lease);
    }

    private async Task<TelegramView?> WriteAsync(TelegramView view, IReadOnlyList<FormattedText> texts, bool isSilent, CancellationToken lease)
    {
        var current = view;
        foreach (var (index, text) in texts.Index())
        {
            var content = new MessageContent(text, index == texts.Count - 1 ? NodeKeyboard.Of(view.NodeId, view.Change) : null);
            if (index < current.BotMessageIds.Length && await messages.FinishAsync(current, current.BotMessageIds[index], content, lease)) continue;

            // What follows a message that is gone would stand before the one that takes its place.
            if (await messages.CutAsync(current, index, lease) is not { } cut) return null;
            if (await messages.AddAsync(cut, content, isSilent, lease) is not { } added) return null;
            current = added;
        }

        return await messages.CutAsync(current, texts.Count, lease);
    }
}
