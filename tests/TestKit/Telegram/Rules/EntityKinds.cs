namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>The kinds of entities by what they may hold (core.telegram.org/bots/api#formatting-options).</summary>
internal static class EntityKinds
{
    public static readonly string[] Styles = ["bold", "italic", "underline", "strikethrough", "spoiler"];

    public static readonly string[] Quotes = ["blockquote", "expandable_blockquote"];

    public static readonly string[] Code = ["code", "pre"];

    private static readonly string[] Others = ["text_link", "text_mention", "custom_emoji", "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"];

    public static bool IsKnown(string type) => Styles.Contains(type) || Quotes.Contains(type) || Code.Contains(type) || Others.Contains(type);

    /// <summary>Whether an entity of one kind may hold one of another: styles what is no code, quotes what is no quote, the others styles alone, code nothing.</summary>
    public static bool MayHold(string outer, string inner)
    {
        if (Code.Contains(outer)) return false;
        if (Styles.Contains(outer)) return !Code.Contains(inner) && outer != inner;
        if (Quotes.Contains(outer)) return !Quotes.Contains(inner);
        return Styles.Contains(inner);
    }
}
