using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Chats.Moves;

/// <summary>Telegram tells, in the old chat and in the new one, that a group has become a supergroup.</summary>
internal sealed class Upgrades(ChatMoves moves, IViews views)
{
    /// <summary>Whether a message tells of one; nobody need have written it.</summary>
    public static bool IsTold(Message message) => message.MigrateToChatId is not null || message.MigrateFromChatId is not null;

    public async Task HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var (from, to) = message.MigrateToChatId is { } target ? (message.Chat.Id, target) : (message.MigrateFromChatId!.Value, message.Chat.Id);
        foreach (var nodeId in await moves.MoveAsync(from, to, cancellationToken)) await views.ShowAsync(nodeId, cancellationToken);
    }
}
