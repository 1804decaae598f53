using Microsoft.Extensions.Logging;
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
internal sealed class EndDelivery(
    NodeMessages messages, AnswerFile file, EndNotice notice, ViewRecords records, IOptions<ViewOptions> options, ILogger<EndDelivery> log)
{
    /// <returns>The record, closed unless the node has changed meanwhile; null where it is cleared.</returns>
    public async Task<TelegramView?> DeliverAsync(TelegramView view, LiveTranscript transcript, CancellationToken lease)
    {
        // The record may tell of a newer change before this one is told.
        var change = view.Change!;
        var answer = FinalAnswer.Of(change, transcript, options.Value);
        var isLong = notice.IsDue(change);
        var current = await WriteAsync(view, answer.Messages, isSilent: isLong, lease);
        try
        {
            if (current is not null) current = await file.SendAsync(current, change.Version, answer, lease);
        }
        catch (RefusedMessageException refused)
        {
            log.LogWarning("The answer of task {NodeId} cannot be sent as a file, and goes in messages: {Reason}", view.NodeId, refused.Message);
            current = await WriteAsync(current!, FinalAnswer.InMessages(change, transcript, options.Value).Messages, isSilent: isLong, lease);
        }

        if (current is null) return null;

        // The notice closes the record with the same change that records it, so that it is not said again.
        return isLong ? await notice.SendAsync(current, change, lease) : await records.CloseAsync(current, change.Version, lease);
    }

    private async Task<TelegramView?> WriteAsync(TelegramView view, IReadOnlyList<FormattedText> texts, bool isSilent, CancellationToken lease)
    {
        var current = view;
        foreach (var (index, text) in texts.Index())
        {
            var buttons = index == texts.Count - 1 ? NodeKeyboard.Of(view.NodeId, view.Change) : null;
            if (await WriteAsync(current, index, new MessageContent(text, buttons), isSilent, lease) is not { } written) return null;
            current = written;
        }

        return await messages.CutAsync(current, texts.Count, lease);
    }

    /// <summary>Writes one message; where Telegram will not have it, one that says so, as the others are still worth reading.</summary>
    private async Task<TelegramView?> WriteAsync(TelegramView view, int index, MessageContent content, bool isSilent, CancellationToken lease)
    {
        try
        {
            return await PutAsync(view, index, content, isSilent, lease);
        }
        catch (RefusedMessageException refused)
        {
            log.LogError("Telegram refuses a message with the end of task {NodeId}: {Reason}", view.NodeId, refused.Message);
            var words = FormattedText.Of($"Telegram refuses this part of the answer: {refused.Message}");
            return await PutAsync(view, index, content with { Text = words }, isSilent, lease);
        }
    }

    private async Task<TelegramView?> PutAsync(TelegramView view, int index, MessageContent content, bool isSilent, CancellationToken lease)
    {
        if (index < view.BotMessageIds.Length && await messages.FinishAsync(view, view.BotMessageIds[index], content, lease)) return view;

        // What follows a message that is gone would stand before the one that takes its place.
        var cut = await messages.CutAsync(view, index, lease);
        return cut is null ? null : await messages.AddAsync(cut, content, isSilent, lease);
    }
}
