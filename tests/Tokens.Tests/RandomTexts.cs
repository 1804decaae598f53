using System.Text;

namespace Pipeline.Tokens.Tests;

/// <summary>Texts put together of what meets at the borders of pieces; the same in each run.</summary>
internal sealed class RandomTexts(int seed)
{
    private static readonly string[] Parts =
    [
        "'", "'s", "'S", "'\u017F", "'re", "'Ve", "'LL", "'l", "'d", "’s", "s", "ll", "a", "B", "the", "Word", "naïve", "ß", "ſ", "K", "İ", "ŉ",
        "é", "e\u0301", "\u0301", "\u093F", "क्ष", "漢", "字", "か\u3099", "ガ", "ｶﾞ", "한", "\u1112\u1161\u11AB", "ไ", "ש", "ع", "Ω", "ж", "ǅ", "ʰ", "𝐀", "𠀀",
        "0", "1", "12", "1234", "²", "½", "Ⅷ", "٣", "१", "①", "𝟘",
        " ", " ", " ", "  ", "   ", "\t", "\n", "\n\n", "\r\n", "\r", " \n", "\v", "\f", "\u0085", "\u00A0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202F", "\u3000",
        "!", "!!", ".", "...", ",", "-", "--", "_", "__", "(", ")", "{", "}", "[]", "\"", "/", "//", "\\", "=", "==", "=>", "€", "…", "—", "«", "°", "\u200B", "\u200D", "\uFEFF",
        "\0", "\u0007", "\u001B", "\u007F", "\uFFFD", "\uE000", "\U0010FFFF", "\uD800", "\uDC00", "\uDBFF",
        "😀", "👍🏽", "❤\uFE0F", "👩\u200D🚀", "🇩🇪", "<|endoftext|>", "<|im_start|>", "https://", "null", "return", "  return", "();\n", "```",
    ];

    private readonly Random _random = new(seed);

    /// <summary>As many texts as are wanted: mostly short and mixed, some of any code points, some long and of few letters.</summary>
    public IEnumerable<string> Take(int count) => Enumerable.Range(0, count).Select(index => (index % 50) switch
    {
        0 => Of(RandomWords(2), _random.Next(200, 1_500)),
        1 => Of(RandomWords(12), _random.Next(100, 800)),
        < 10 => OfCodePoints(_random.Next(1, 40)),
        < 20 => Of(Enumerable.Range(' ', 95).Select(code => $"{(char)code}").ToArray(), _random.Next(1, 120)),
        _ => Of(Parts, _random.Next(1, 60)),
    });

    private string Of(string[] parts, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => parts[_random.Next(parts.Length)]));

    private string[] RandomWords(int count) => [.. Enumerable.Range(0, count).Select(_ => Parts[_random.Next(Parts.Length)])];

    // UTF-16 units or whole characters: a text need not be valid.
    private string OfCodePoints(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (_random.Next(4) == 0) text.Append((char)_random.Next(0x10000));
            else text.Append(char.ConvertFromUtf32(_random.Next(4) switch { 0 => _random.Next(0x10000, 0x110000), 1 => _random.Next(0xD800), _ => _random.Next(0x600) }));
        }

        return text.ToString();
    }
}
