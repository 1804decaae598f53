using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Makes a node of each message that a person writes.</summary>
internal sealed class Conversations(
    BotIdentity bot, ChatSettingsStore chats, Parents parents, KnownAnswers known, Submissions submissions, DraftIntake drafts, Replies replies)
{
    private const string Private = "private";

    public async Task HandleAsync(Message message, Turn turn, CancellationToken cancellationToken)
    {
        var said = Said.Of(message, bot.Username);
        if (!said.IsEmpty) await SubmitAsync(said, message, turn, cancellationToken);

        // Only then: where the database is away, all before it runs again, and this would be said each time.
        if (said.Untaken is { } kind) TellUntaken(kind, said, message, turn, cancellationToken);
    }

    private async Task SubmitAsync(Said said, Message message, Turn turn, CancellationToken cancellationToken)
    {
        var settings = await chats.ReadAsync(turn.Place.ChatId, cancellationToken);
        var parent = await parents.OfAsync(message, turn.Place, settings, cancellationToken);
        var node = NodeOf(said.Text, turn, settings, parent, message.Date);

        // What replies to something that is not ready waits beside it.
        if (said.HasMedia || parent?.IsPreparing == true) await drafts.TakeAsync(said, node, turn, cancellationToken);
        else await AskAsync(node, turn, cancellationToken);
    }

    // In a group nobody need have meant the bot, unless there are words for it.
    private void TellUntaken(string kind, Said said, Message message, Turn turn, CancellationToken cancellationToken)
    {
        if (!said.IsEmpty) replies.Answer(turn, $"I cannot take the {kind}, so I go by your words alone.", cancellationToken);
        else if (message.Chat.Type == Private)
            replies.Answer(turn, $"I cannot take this {kind}. Send me words, photos, documents or voice notes.", cancellationToken);
    }

    private NewNode NodeOf(string prompt, Turn turn, ChatSettings settings, Parent? parent, long date)
    {
        var nodeId = NodeIds.OfUpdate(bot.Id, turn.UpdateId);
        return new NewNode
        {
            NodeId = nodeId,
            TreeId = parent?.TreeId ?? nodeId,
            ParentId = parent?.NodeId,
            Place = turn.Place,
            UserId = turn.Person.Id,
            MessageIds = [turn.MessageId],
            Prompt = prompt,
            Workspace = parent?.Workspace,
            Model = settings.Model,
            SubmittedAt = DateTimeOffset.FromUnixTimeSeconds(date),
        };
    }

    private async Task AskAsync(NewNode node, Turn turn, CancellationToken cancellationToken)
    {
        var asked = await known.AskAsync(node, refresh: false, cancellationToken);
        if (asked?.Answer is { } answer) turn.Expect(known.ShowAsync(answer, node, cancellationToken));
        else await known.SubmitAsync(asked, node, turn, submissions, cancellationToken);
    }
}
