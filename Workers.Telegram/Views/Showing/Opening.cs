using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>Sees to it that a node which waits or runs has its message, and just one: the end of an earlier run may have left more.</summary>
internal sealed class Opening(NodeMessages messages, AnswerFile file)
{
    /// <returns>The record as it is then; null where the node is cleared.</returns>
    public async Task<TelegramView?> EnsureAsync(TelegramView view, LiveMessage live, CancellationToken lease)
    {
        var current = view;
        if (live.TakeRefusal(view) is { } refusal && NodeMessages.IsLost(refusal)) current = await messages.CutAsync(current, 0, lease);
        if (current is { BotMessageIds.Length: > 1 }) current = await messages.CutAsync(current, 1, lease);
        if (current is { FileMessageId: not null }) current = await file.DropAsync(current, lease);
        return current is { BotMessageIds: [] } ? await BeginAsync(current, live, lease) : current;
    }

    // Silently: the person has just written, and looks.
    private async Task<TelegramView?> BeginAsync(TelegramView view, LiveMessage live, CancellationToken lease)
    {
        var content = live.Content(view);
        var begun = await messages.AddAsync(view, content, isSilent: true, lease);
        live.Said(content);
        return begun;
    }
}
