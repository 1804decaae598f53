using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>
/// A text and its formatting as message entities. They are preferred to Telegram's HTML and MarkdownV2 because nothing
/// has to be escaped, so that no text can break them; because a position in a <see cref="string"/> is a position in
/// Telegram's UTF-16; because the length that Telegram limits is the text's own; and because the same text without its
/// entities is the plain form.
/// </summary>
/// <param name="Text">What a person reads.</param>
/// <param name="Entities">Its formatting, by offset; of two that begin together the longer one is first.</param>
internal sealed record FormattedText(string Text, IReadOnlyList<MessageEntity> Entities)
{
    public static readonly FormattedText Empty = new("", []);

    /// <summary>Whether there is nothing to send: Telegram refuses a text without a visible character.</summary>
    public bool IsEmpty => !VisibleText.IsIn(Text);

    /// <summary>Text of our own, such as a status line, without formatting.</summary>
    public static FormattedText Of(string text)
    {
        var writer = new EntityWriter();
        writer.WriteLines(text);
        return writer.Finish();
    }

    /// <summary>The parts in order, a blank line between them; empty ones are left out.</summary>
    public static FormattedText Join(IEnumerable<FormattedText> parts, string separator = "\n\n")
    {
        var text = new System.Text.StringBuilder();
        var entities = new List<MessageEntity>();
        foreach (var part in parts.Where(part => !part.IsEmpty))
        {
            if (text.Length > 0) text.Append(separator);
            entities.AddRange(part.Entities.Select(entity => entity with { Offset = entity.Offset + text.Length }));
            text.Append(part.Text);
        }

        return new FormattedText(text.ToString(), entities);
    }

    /// <summary>The whole text in one style; what cannot bear it, such as code in bold, stays as it is.</summary>
    public FormattedText In(MessageEntityType style) =>
        this with { Entities = EntityRules.Apply([new MessageEntity(style, 0, Text.Length), .. Entities], Text) };

    /// <summary>The whole text as a quote that shows a few lines until a person opens it.</summary>
    public FormattedText Folded() => this with
    {
        Entities = EntityRules.Apply(
            [new MessageEntity(MessageEntityType.ExpandableBlockquote, 0, Text.Length), .. Entities.Where(entity => !EntityRules.IsQuote(entity.Type))],
            Text),
    };
}
