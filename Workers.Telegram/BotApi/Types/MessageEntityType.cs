using System.Text.Json.Serialization;

namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>The kinds of formatting that this worker writes; others arrive as <see cref="Other"/>.</summary>
[JsonConverter(typeof(MessageEntityTypeConverter))]
internal enum MessageEntityType
{
    /// <summary>A kind that is not listed here, for instance a hashtag.</summary>
    Other,
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Code,
    Pre,
    TextLink,
    Blockquote,
    ExpandableBlockquote,
}
