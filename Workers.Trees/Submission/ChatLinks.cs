using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Submission;

/// <summary>Which messages of a chat belong to a node.</summary>
internal sealed class ChatLinks(OpenTree tree)
{
    /// <summary>Adds a message, unless it belongs to a node already.</summary>
    public async Task AddAsync(TreeNode node, ChatMessage message)
    {
        var link = new ChatMessageLink { Key = ChatMessageLink.KeyOf(message), TreeId = node.TreeId, NodeId = node.Id };
        if (!await tree.State.TryAddAsync(link, tree.Cancelled)) return;

        node.Links = [.. node.Links, message];
    }

    /// <summary>Removes all messages of a node and returns them.</summary>
    public async Task<IReadOnlyList<ChatMessage>> RemoveAsync(TreeNode node)
    {
        var messages = node.Links;
        node.Links = [];
        foreach (var message in messages)
        {
            if (await tree.State.FindAsync<ChatMessageLink>(ChatMessageLink.KeyOf(message), tree.Cancelled) is { } link) tree.State.Remove(link);
        }

        return messages;
    }

    /// <summary>Tells the chat side which messages are to go.</summary>
    public async Task TellClearedAsync(IEnumerable<ChatMessage> messages)
    {
        foreach (var chat in messages.GroupBy(message => (message.Platform, message.ChatId)))
        {
            await tree.SendAsync(CommandExchanges.ChatEvents(chat.Key.Platform), new MessagesCleared
            {
                TreeId = tree.Tree.CorrelationId,
                Platform = chat.Key.Platform,
                ChatId = chat.Key.ChatId,
                MessageIds = [.. chat.Select(message => message.MessageId)],
            });
        }
    }
}
