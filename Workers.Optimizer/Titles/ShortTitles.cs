using System.Text;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>Titles around messages that are too short to be one, such as a greeting or a single word.</summary>
internal static class ShortTitles
{
    private const int MaxCharacters = 40;

    // By what a language's letters, or its commonest words, give away. The first is for all others.
    private static readonly (string Greeting, string About, Func<string, bool> Is)[] Languages =
    [
        ("Neue Sitzung begonnen", "Sitzung rund um {0}", text => Has(text, "hallo moin servus guten danke bitte und nicht ist ja nein weiter fehler") || text.AsSpan().ContainsAny("äößÄÖ")),
        ("Nueva sesión iniciada", "Sesión sobre el tema {0}", text => Has(text, "hola gracias por favor sí buenos buenas qué error") && !Has(text, "error") || text.AsSpan().ContainsAny("ñ¿¡")),
        ("Nouvelle session commencée", "Session autour de {0}", text => Has(text, "bonjour salut merci oui bonsoir coucou") || text.AsSpan().ContainsAny("œèêç")),
        ("Nuova sessione iniziata", "Sessione riguardo a {0}", text => Has(text, "ciao grazie buongiorno salve")),
        ("Nova sessão iniciada", "Sessão a respeito de {0}", text => Has(text, "olá oi obrigado obrigada bom") || text.AsSpan().ContainsAny("ãõ")),
        ("Начало новой сессии", "Сессия на тему {0}", text => IsOf(text, '\u0400', '\u04FF')),
        ("Νέα συνεδρία εργασίας", "Συνεδρία σχετικά με {0}", text => IsOf(text, '\u0370', '\u03FF')),
        ("جلسة عمل جديدة", "جلسة عمل حول {0}", text => IsOf(text, '\u0600', '\u06FF')),
        ("שיחת עבודה חדשה", "שיחת עבודה על {0}", text => IsOf(text, '\u0590', '\u05FF')),
        ("नया कार्य सत्र", "{0} के बारे में सत्र", text => IsOf(text, '\u0900', '\u097F')),
        ("새로운 작업 세션", "{0} 관련 작업 세션", text => IsOf(text, '\uAC00', '\uD7AF')),
        ("新しいセッション", "{0}についてのセッション", text => IsOf(text, '\u3040', '\u30FF')),
        ("เซสชันการทำงานใหม่", "เซสชันเกี่ยวกับ{0}", text => IsOf(text, '\u0E00', '\u0E7F')),
        ("新的编程会话", "关于{0}的会话", text => IsOf(text, '\u4E00', '\u9FFF')),
        ("New coding session", "Session about {0}", _ => true),
    ];

    /// <summary>A title that has the words in it, if they are more than a greeting.</summary>
    public static string Around(string text)
    {
        var (greeting, about, _) = Languages.First(language => language.Is(text));
        var subject = Subject(text);
        return subject.Length == 0 ? greeting : string.Format(null, CompositeFormat.Parse(about), subject);
    }

    private static string Subject(string text)
    {
        var words = Sentences.Of(text).Select(sentence => RequestWords.Drop(sentence.Split(' '))).FirstOrDefault(words => words.Count > 0);
        return words is null ? "" : UnspacedText.Cut(string.Join(' ', words), MaxCharacters);
    }

    private static bool Has(string text, string words) =>
        text.Split([' ', '\n', ',', '.', '!', '?'], StringSplitOptions.RemoveEmptyEntries).Intersect(words.Split(' '), StringComparer.OrdinalIgnoreCase).Any();

    private static bool IsOf(string text, char first, char last) => text.Any(character => character >= first && character <= last);
}
