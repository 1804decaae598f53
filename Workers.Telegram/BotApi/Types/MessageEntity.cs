using System.Text.Json.Serialization;

namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>One piece of a text's formatting. Offsets and lengths count UTF-16 code units, as <see cref="string"/> does.</summary>
/// <param name="Type">What the piece looks like.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Url">Where a <see cref="MessageEntityType.TextLink"/> leads.</param>
/// <param name="Language">What a <see cref="MessageEntityType.Pre"/> is written in.</param>
internal sealed record MessageEntity(MessageEntityType Type, int Offset, int Length, string? Url = null, string? Language = null)
{
    /// <summary>The first position behind it.</summary>
    [JsonIgnore]
    public int End => Offset + Length;
}
