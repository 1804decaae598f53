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
    public async Task HandleAsync(Message message, Turn turn, CancellationToken cancellationToken)
    {
        var said = Said.Of(message, bot.Username);
        if (said.IsEmpty) return;

        var settings = await chats.ReadAsync(turn.Place.ChatId, cancellationToken);
        var parent = await parents.OfAsync(message, turn.Place, settings, cancellationToken);
        if (parent.IsPreparing)
        {
            replies.Answer(turn, "I am still getting that message ready. Reply to it again once it runs.", cancellationToken);
            return;
        }

        var node = NodeOf(said.Text, turn, settings, parent, message.Date);
        if (said.HasMedia) await drafts.TakeAsync(said, node, turn, cancellationToken);
        else await AskAsync(node, turn, cancellationToken);
    }

    private NewNode NodeOf(string prompt, Turn turn, ChatSettings settings, Parent parent, long date)
    {
        var nodeId = NodeIds.OfUpdate(bot.Id, turn.UpdateId);
        return new NewNode
        {
            NodeId = nodeId,
            TreeId = parent.Node?.TreeId ?? nodeId,
            ParentId = parent.Node?.NodeId,
            Place = turn.Place,
            UserId = turn.Person.Id,
            MessageIds = [turn.MessageId],
            Prompt = prompt,
            Workspace = parent.Node is { } node ? node.Workspace : settings.Workspace,
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
