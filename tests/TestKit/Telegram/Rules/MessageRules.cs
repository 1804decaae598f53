namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>
/// What Telegram's servers do to a text and its entities: <see cref="Refusal"/> says what they answer 400 to,
/// <see cref="Changes"/> what they would silently change or ignore. A message without either arrives exactly as sent.
/// </summary>
public static class MessageRules
{
    /// <summary>The longest text, in UTF-16 code units.</summary>
    public const int MaxText = 4096;

    /// <summary>The most entities; further ones are ignored.</summary>
    public const int MaxEntities = 100;

    /// <summary>The description of the error, or null if the message is accepted.</summary>
    public static string? Refusal(string text, IReadOnlyList<TelegramEntity> entities)
    {
        if (TextRules.HasLoneSurrogate(text)) return "Bad Request: strings must be encoded in UTF-8";
        if (TextRules.IsEmpty(text)) return "Bad Request: message text is empty";
        foreach (var entity in entities)
            if (EntityRefusal(text, entity) is { } refusal) return $"Bad Request: {refusal}";
        return TextRules.Trimmed(text, entities).Length > MaxText ? "Bad Request: message is too long" : null;
    }

    /// <summary>What would not arrive as it was sent; empty if all does.</summary>
    public static IReadOnlyList<string> Changes(string text, IReadOnlyList<TelegramEntity> entities) =>
    [
        .. TextRules.Changes(text, entities),
        .. entities.Count > MaxEntities ? [$"{entities.Count} entities, of which {MaxEntities} are kept"] : Array.Empty<string>(),
        .. entities.Where(entity => text.AsSpan(entity.Offset, entity.Length).IsWhiteSpace()).Select(entity => $"{entity} holds white space alone"),
        .. NestingRules.Changes(entities),
    ];

    // In the words that the real server has for an array of entities, which are not those that it has for markup in the text.
    private static string? EntityRefusal(string text, TelegramEntity entity)
    {
        if (!EntityKinds.IsKnown(entity.Type)) return "can't parse MessageEntity: Unsupported type specified";
        if (entity.Offset < 0) return $"receive an entity with incorrect offset {entity.Offset}";
        if (entity.Length < 0) return $"receive an entity with incorrect length {entity.Length}";
        if (entity.Offset > text.Length) return $"entity begins after the end of the text at UTF-16 offset {entity.Offset}";
        if (entity.End > text.Length) return $"entity beginning at UTF-16 offset {entity.Offset} ends after the end of the text at UTF-16 offset {entity.End}";
        if (TextRules.IsWithinPair(text, entity.Offset)) return $"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {entity.Offset}";
        if (TextRules.IsWithinPair(text, entity.End)) return $"entity beginning at UTF-16 offset {entity.Offset} ends in a middle of a UTF-16 symbol at UTF-16 offset {entity.End}";
        if (entity.Type != "text_link") return null;
        if (LinkRules.IsPerson(entity.Url)) return "user not found";
        return LinkRules.Refusal(entity.Url) is { } refusal ? $"Entity URL '{entity.Url}' is invalid: {refusal}" : null;
    }
}
