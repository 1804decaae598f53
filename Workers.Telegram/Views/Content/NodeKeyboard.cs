using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Buttons;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>The buttons below a node's message: what a person may want of it as it stands.</summary>
internal static class NodeKeyboard
{
    /// <summary>The buttons; null where there is nothing to press.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="change">The newest change that is known; null while the tree has not answered.</param>
    public static InlineKeyboardMarkup? Of(Guid nodeId, NodeChanged? change)
    {
        var buttons = Buttons(nodeId, change).ToList();
        return buttons.Count == 0 ? null : new InlineKeyboardMarkup([buttons]);
    }

    private static IEnumerable<InlineKeyboardButton> Buttons(Guid nodeId, NodeChanged? change)
    {
        switch (change?.State)
        {
            case null or NodeState.Queued or NodeState.Running:
                yield return Button("⏹ Stop", ButtonAction.Stop, nodeId);
                break;
            case NodeState.Failed or NodeState.Stopped or NodeState.Interrupted:
                // Without a session there is nothing to go on from; the first button is the one that people press.
                if (change.SessionId is not null) yield return Button("▶️ Resume", ButtonAction.Resume, nodeId);
                yield return Button("🔁 Retry", ButtonAction.Retry, nodeId);
                break;
        }
    }

    private static InlineKeyboardButton Button(string text, ButtonAction action, Guid nodeId) => new(text, ButtonData.Of(action, nodeId));
}
