using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>Asks a question again that was answered from memory; it is the message that the answer replies to.</summary>
internal sealed class RefreshButton(BotIdentity bot, ChatSettingsStore chats, KnownAnswers known, Submissions submissions, TimeProvider time)
{
    /// <summary>Does it, and says what to show for a moment.</summary>
    public async Task<string> PressAsync(CallbackQuery query, Turn turn, CancellationToken cancellationToken)
    {
        if (query.Message?.ReplyToMessage is not { Text: not null } question) return "Your question is gone. Please ask it again.";

        var settings = await chats.ReadAsync(turn.Place.ChatId, cancellationToken);
        var nodeId = NodeIds.OfUpdate(bot.Id, turn.UpdateId);
        var node = new NewNode
        {
            NodeId = nodeId,
            TreeId = nodeId,
            Place = turn.Place,
            UserId = turn.Person.Id,
            MessageIds = [question.MessageId],
            Prompt = Said.Of(question, bot.Username).Text,
            Model = settings.Model,
            SubmittedAt = time.GetUtcNow(),
        };
        var asked = await known.AskAsync(node, refresh: true, cancellationToken);
        return await known.SubmitAsync(asked, node, turn, submissions, cancellationToken) ? "Asking again" : "Not now";
    }
}
