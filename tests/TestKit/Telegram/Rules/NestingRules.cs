namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>Entities lie apart or one within the other, and only some may hold others.</summary>
internal static class NestingRules
{
    public static IEnumerable<string> Changes(IReadOnlyList<TelegramEntity> entities)
    {
        var open = new Stack<TelegramEntity>();
        foreach (var entity in entities.OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length).ThenBy(entity => Depth(entity.Type)))
        {
            while (open.TryPeek(out var last) && last.End <= entity.Offset) open.Pop();
            foreach (var outer in open)
            {
                if (entity.End > outer.End) yield return $"{entity} crosses the end of {outer}";
                else if (!EntityKinds.MayHold(outer.Type, entity.Type)) yield return $"{outer} may not hold {entity}";
            }

            open.Push(entity);
        }
    }

    /// <summary>Of entities over the same text the one that may hold the others is the outer one.</summary>
    private static int Depth(string type) =>
        EntityKinds.Quotes.Contains(type) ? 0 : EntityKinds.Styles.Contains(type) ? 1 : EntityKinds.Code.Contains(type) ? 3 : 2;
}
