using Pipeline.TestKit.Telegram;

namespace Pipeline.Workers.Telegram.Tests.Views;

/// <summary>Answers of which every line can be found again, wherever they were cut.</summary>
internal static class Answers
{
    private const int LineLength = 50;

    /// <summary>An answer of about so many characters, in short paragraphs.</summary>
    public static string Long(int characters, string markup = "") => string.Join("\n\n", Lines(characters).Select(line => $"{markup}{line}{markup}"));

    public static IReadOnlyList<string> Lines(int characters) => [.. Enumerable.Range(1, characters / LineLength).Select(n => $"Line {n} of what I have found in the workspace today.")];

    /// <summary>The lines that messages show, in order.</summary>
    public static IReadOnlyList<string> LinesIn(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(message => message.Text.Split('\n')).Select(line => line.Trim('*')).Where(line => line.StartsWith("Line ", StringComparison.Ordinal))];
}
