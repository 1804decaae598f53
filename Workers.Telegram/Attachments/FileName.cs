using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>
/// Makes a name from another device one that is safe here: in a path, in a shell's arguments, in a prompt and on every file
/// system that the workspace may be copied to.
/// </summary>
internal static class FileName
{
    /// <summary>Most bytes of a name in UTF-8; file systems take 255, and a number may be added.</summary>
    public const int MostBytes = 120;

    private const string Fallback = "file";
    private const char Substitute = '_';
    private const string Reserved = "<>:\"|?*`$\\/";

    /// <summary>The safe name.</summary>
    /// <param name="name">What it was called; null where it had no name.</param>
    /// <param name="mimeType">Gives it an ending where it has none.</param>
    public static string Safe(string? name, string? mimeType)
    {
        var last = (name ?? "")[((name ?? "").LastIndexOfAny(['/', '\\']) + 1)..];
        var text = new StringBuilder();
        foreach (var rune in last.EnumerateRunes()) text.Append(IsSafe(rune) ? rune.ToString() : Substitute.ToString());

        // A dot or a dash in front would hide it, or make it an option; Windows drops dots and spaces at the end.
        var safe = text.ToString().TrimStart(' ', '.', '-').TrimEnd(' ', '.');
        if (safe.Trim(Substitute).Length == 0) safe = Fallback;
        if (IsDevice(safe)) safe = Substitute + safe;
        if (Path.GetExtension(safe).Length == 0) safe += Ending(mimeType);
        return Shortened(safe);
    }

    /// <summary>The n-th name of that kind, from 1: <c>name.txt</c>, <c>name (2).txt</c>, …</summary>
    public static string Numbered(string name, int n) =>
        n == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({n}){Path.GetExtension(name)}";

    // A lone surrogate has become U+FFFD. Format characters turn the direction of what follows, or hide.
    private static bool IsSafe(Rune rune) => rune != Rune.ReplacementChar
        && !(rune.IsBmp && Reserved.Contains((char)rune.Value, StringComparison.Ordinal))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static bool IsDevice(string name) => name.Split('.')[0].TrimEnd().ToUpperInvariant() switch
    {
        "CON" or "PRN" or "AUX" or "NUL" => true,
        ['C', 'O', 'M', >= '0' and <= '9'] or ['L', 'P', 'T', >= '0' and <= '9'] => true,
        _ => false,
    };

    private static string Ending(string? mimeType) => mimeType switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        "application/json" => ".json",
        "text/plain" => ".txt",
        _ => "",
    };

    private static string Shortened(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MostBytes) return name;

        var ending = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(ending) > MostBytes / 2) ending = "";
        var room = MostBytes - Encoding.UTF8.GetByteCount(ending);
        var text = new StringBuilder();
        foreach (var rune in name[..^ending.Length].EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0) break;
            text.Append(rune.ToString());
        }

        return text.ToString().TrimEnd(' ', '.') + ending;
    }
}
