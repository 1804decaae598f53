using System.Text;

namespace Pipeline.TestKit.Sse;

/// <summary>Prose and listings of any length, the same in each run, that neither repeat nor compress to nothing.</summary>
internal sealed class Filler(uint seed)
{
    private static readonly string[] Words =
    [
        "the", "request", "file", "returns", "when", "stream", "value", "a", "line", "of", "tests", "before",
        "user", "must", "path", "call", "each", "only", "result", "error", "is", "never", "closed", "buffer",
        "frame", "worker", "until", "message", "größer", "and", "naïve", "→", "queue", "parser", "token", "with",
    ];

    private uint _state = seed;

    /// <summary>Text of at least this many characters, in lines as long as prose has them.</summary>
    public string Text(int length)
    {
        var text = new StringBuilder(length + 16);
        var lineStart = 0;
        while (text.Length < length)
        {
            if (text.Length - lineStart > 90)
            {
                text.Append(".\n");
                lineStart = text.Length;
            }

            text.Append(Words[Next() % (uint)Words.Length]).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>A linear congruential generator: unlike <see cref="Random"/> it is fixed for ever.</summary>
    private uint Next()
    {
        _state = unchecked((_state * 1_664_525) + 1_013_904_223);
        return _state >> 16;
    }
}
