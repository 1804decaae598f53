using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>What a person sees of a voice note before it runs.</summary>
internal static class VoiceWords
{
    public const string Listening = "🎤 Listening…";

    // Far below what one message takes, so that the words around it fit.
    private const int MostCharacters = 3500;

    public static string Heard(string text, double seconds) => $"{Quoted(text)}\n\n{(seconds > 0 ? $"This runs in {seconds:0.#} s." : "This runs now.")}";

    public static string Running(string text) => Quoted(text);

    public static string Cancelled(string? text) => text is null ? "🎤 Cancelled." : $"{Quoted(text)}\n\nCancelled.";

    private static string Quoted(string text) =>
        text.Length <= MostCharacters ? $"🎤 “{text}”" : $"🎤 “{text[..Graphemes.LastBorder(text, MostCharacters)]}…”";
}
