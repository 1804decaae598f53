using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pipeline.Persistence;

/// <summary>
/// Text of programs and people as every store can keep it: PostgreSQL takes neither a NUL nor half a surrogate pair, and a message
/// that brings one must not be refused for it.
/// </summary>
public static class StoredText
{
    /// <summary>How much of an error is kept, in UTF-16 code units: 4,096. A process may say megabytes.</summary>
    public const int LongestError = 4096;

    /// <summary>How long a name or an id may be, likewise: 256.</summary>
    public const int LongestName = 256;

    /// <summary>The text without what cannot be kept.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // UTF-8 has no half a surrogate pair; the encoding puts U+FFFD in its place.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>What went wrong, in as many words as are kept.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Error(string? text) => text is null ? null : Clean(text.Length <= LongestError ? text : $"{text.AsSpan(0, LongestError - 1)}…");

    /// <summary>An id that others gave; null where it is none that could be kept, as half an id leads nowhere.</summary>
    public static string? Name(string? id) => id is { Length: <= LongestName } && Clean(id) == id ? id : null;
}
