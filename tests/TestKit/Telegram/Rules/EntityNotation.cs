using System.Text;

namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>Writes a text with its entities as marks, so that a person can judge what it looks like: <c>⟨bold⟩word⟨/bold⟩</c>.</summary>
public static class EntityNotation
{
    public static string Write(string text, IReadOnlyList<TelegramEntity> entities)
    {
        var result = new StringBuilder();
        var open = new Stack<TelegramEntity>();
        var next = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            while (open.TryPeek(out var last) && last.End == at) result.Append($"⟨/{open.Pop().Type}⟩");
            while (next < entities.Count && entities[next].Offset == at)
            {
                var entity = entities[next++];
                result.Append($"⟨{entity.Type}{(entity.Url ?? entity.Language) switch { null => "", var value => " " + value }}⟩");
                open.Push(entity);
            }

            if (at < text.Length) result.Append(text[at]);
        }

        return result.ToString();
    }
}
