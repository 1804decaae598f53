using System.Globalization;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>The order in which people said things, as far as it can be told.</summary>
internal static class SaidOrder
{
    /// <summary>Whether one node was surely said before another.</summary>
    public static bool IsBefore(TreeNode one, TreeNode other)
    {
        var byTime = one.SubmittedAt.CompareTo(other.SubmittedAt);
        if (byTime != 0) return byTime < 0;
        return one.Message is { } message && other.Message is { } theirs && ByMessage(message, theirs) < 0;
    }

    /// <summary>Compares two messages of one chat by their ids; null where these are not numbers, or of different chats.</summary>
    public static int? ByMessage(ChatMessage one, ChatMessage other)
    {
        if (one.Platform != other.Platform || one.ChatId != other.ChatId) return null;
        return Number(one) is { } mine && Number(other) is { } theirs ? mine.CompareTo(theirs) : null;
    }

    private static long? Number(ChatMessage message) =>
        long.TryParse(message.MessageId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
