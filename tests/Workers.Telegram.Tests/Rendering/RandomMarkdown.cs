using System.Text;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

/// <summary>Texts of words that each occur once, among markup of all kinds, whole and broken.</summary>
internal sealed class RandomMarkdown(int seed)
{
    private static readonly string[] Markup =
    [
        "**", "*", "_", "__", "~~", "`", "``", "```", "\n```cs\n", "\n```\n", "~~~\n", "[", "](https://a.bc/", "](", ")", "![", "> ", ">> ", "\n> ", "\n- ", "\n  - ",
        "\n    - ", "\n1. ", "\n   2) ", "- [ ] ", "- [x] ", "\n# ", "\n### ", "\n---\n", "\n===\n", "|", " | ", "\n|---|---|\n", "\n| ", "<b>", "</div>", "<br>", "<!-- ",
        "\n\n", "\n", "\n\n\n", " ", "  \n", "\\", "\\\n", "&amp;", "&#35;", "&", "<https://a.bc/", ">", " [^1] ", "\n[^1]: ", "\n[r]: https://a.bc/", "[r]", "    ", "\t", "\r\n",
        "😀", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "e\u0301\u0302", "שלום", "漢字", "\u200E\u200F", "\u202E", "\u2028", "\u0000", "\uD83D", "\uDE00", "\u030A", "\u00A0", "\u2800", "\uFEFF", "https://a.bc/",
        "http://localhost/", "www.a.bc", "$", "{", "}", "=", "+", "!", ":", "@", "#", ".", "'", "\"",
    ];

    private readonly Random _random = new(seed);
    private int _words;

    public int Next(int max) => _random.Next(max);

    public string Text(int pieces)
    {
        var text = new StringBuilder();
        for (var piece = 0; piece < pieces; piece++)
        {
            if (_random.Next(2) == 0) text.Append($"w{_words++}q");
            else if (_random.Next(40) == 0) text.Insert(text.Length, Markup[_random.Next(Markup.Length)], _random.Next(30));
            else text.Append(Markup[_random.Next(Markup.Length)]);
        }

        return text.ToString();
    }

    /// <summary>A text with some stretches lost, doubled or moved.</summary>
    public string Mutate(string text)
    {
        for (var change = _random.Next(1, 6); change > 0 && text.Length > 1; change--)
        {
            var start = _random.Next(text.Length);
            var length = _random.Next(Math.Min(40, text.Length - start));
            text = _random.Next(3) switch
            {
                0 => text.Remove(start, length),
                1 => text.Insert(_random.Next(text.Length), text.Substring(start, length)),
                _ => text[..(text.Length - length)],
            };
        }

        return text;
    }
}
