using System.Text.Json.Serialization;

namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>A message entity as it goes over the wire. Offsets and lengths count UTF-16 code units.</summary>
/// <param name="Type">Its name in the protocol, for instance <c>text_link</c>.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Url">The target of a <c>text_link</c>.</param>
/// <param name="Language">The language of a <c>pre</c>.</param>
public sealed record TelegramEntity(string Type, int Offset, int Length, string? Url = null, string? Language = null)
{
    /// <summary>The first position behind it.</summary>
    [JsonIgnore]
    public int End => Offset + Length;
}
