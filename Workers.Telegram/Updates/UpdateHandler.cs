using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Chats.Moves;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.People;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>Finds out what an update is, and whether it comes from somebody who may ask for it.</summary>
internal sealed class UpdateHandler(AllowedPeople people, Strangers strangers, CommandTable commands, Conversations conversations, Edits edits, PressedButtons buttons, Upgrades upgrades)
{
    private static readonly User Nobody = new(0, IsBot: true, "");

    /// <summary>Who did what where; null where nobody did anything that concerns the bot.</summary>
    public static Turn? TurnOf(TelegramUpdate record, Update update)
    {
        if (update.CallbackQuery is { Message: { } shown } query) return New(query.From, shown);
        if (update.Message is { } told && Upgrades.IsTold(told)) return New(Nobody, told);
        return (update.Message ?? update.EditedMessage) is { From: { IsBot: false } person } message ? New(person, message) : null;

        Turn New(User person, Message message) => new(record.Key, record.UpdateId, person, Place.Of(message), message.MessageId);
    }

    /// <summary>Has the update's effect. It may run again where it has failed, or its worker has gone.</summary>
    public Task HandleAsync(Update update, Turn turn, CancellationToken cancellationToken)
    {
        if (update.Message is { } told && Upgrades.IsTold(told)) return upgrades.HandleAsync(told, cancellationToken);
        if (!people.IsAllowed(turn.Person.Id)) return strangers.RefuseAsync(update, turn, cancellationToken);
        if (update.CallbackQuery is { } query) return buttons.HandleAsync(query, turn, cancellationToken);
        if (update.EditedMessage is { } edited) return edits.HandleAsync(edited, turn, cancellationToken);

        var message = update.Message!;
        return commands.Read(message) switch
        {
            { IsForOther: true } => Task.CompletedTask,
            { } call => commands.RunAsync(call, turn, cancellationToken),
            null => conversations.HandleAsync(message, turn, cancellationToken),
        };
    }
}
