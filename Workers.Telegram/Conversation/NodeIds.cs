using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Ids of nodes, which follow from what they come from: the same update submits the same node, however often it comes.</summary>
internal static class NodeIds
{
    public static Guid OfUpdate(long botId, long updateId) => Of($"telegram/{botId}/update/{updateId}");

    /// <summary>Of all parts of an album, each of which is an update.</summary>
    public static Guid OfAlbum(long botId, long chat, string album) => Of($"telegram/{botId}/album/{chat}/{album}");

    private static Guid Of(string source) => new(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 16), bigEndian: true);
}
