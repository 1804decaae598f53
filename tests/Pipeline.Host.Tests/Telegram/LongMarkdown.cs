using System.Globalization;
using System.Text;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>A long answer with everything that markdown has.</summary>
internal static class LongMarkdown
{
    public const string LastLine = "This is the very last line.";

    /// <summary>At least so many characters of it.</summary>
    public static string Of(int length)
    {
        var text = new StringBuilder();
        for (var chapter = 1; text.Length < length; chapter++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                ## Chapter {chapter}

                Some **bold**, *italic*, ~~struck~~ and `code {chapter}` words with a [link](https://example.org/{chapter}), and 1 < 2 & 3 > 2.

                1. first of {chapter}
                   - nested *one*
                     - nested deeper, with `code`
                2. second of {chapter}

                | name | value |
                |---|---:|
                | row {chapter} | {chapter * 17} |
                | äöü 你好 🙂 | a_b_c |

                ```python
                def chapter_{chapter}(x):
                    return [x * {chapter} for _ in range({chapter})]  # **not bold**
                ```

                > A quote of chapter {chapter},
                > which has two lines.


                """);
        }

        return text.Append(LastLine).ToString();
    }
}
