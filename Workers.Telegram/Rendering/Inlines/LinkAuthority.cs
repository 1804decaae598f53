using System.Buffers;
using System.Globalization;

namespace Pipeline.Workers.Telegram.Rendering.Inlines;

/// <summary>Whom a link names before its path, by the rules of Telegram's own parser (tdutils/td/utils/HttpUrl.cpp), which are not those of <see cref="Uri"/>.</summary>
internal static class LinkAuthority
{
    /// <summary>Of what hosts in Telegram's own scheme consist.</summary>
    public static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private const string Separator = "://";
    private const int MaxPort = 65_535;

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_!$,~*'();&+=%");

    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_!$,~*'();&+=%:");

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Whether Telegram takes it.</summary>
    /// <param name="link">A link to the web.</param>
    public static bool IsTaken(string link)
    {
        var start = link.IndexOf(Separator, StringComparison.Ordinal);
        if (start < 0) return false;
        var authority = link.AsSpan(start + Separator.Length);
        if (authority.IndexOfAny('/', '?', '#') is var end and >= 0) authority = authority[..end];

        if (authority.LastIndexOfAny(':', ']', '@') is var colon and > 0 && authority[colon] == ':')
        {
            if (!IsPort(authority[(colon + 1)..])) return false;
            authority = authority[..colon];
        }

        var at = authority.LastIndexOf('@');
        return (at < 0 || IsOf(authority[..at], UserCharacters)) && IsHost(authority[(at + 1)..]);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= MaxPort;

    private static bool IsHost(ReadOnlySpan<char> host) => host is ['[', .. var address, ']']
        ? !address.IsEmpty && !address.ContainsAnyExcept(AddressCharacters)
        : !host.IsEmpty && IsOf(host, HostCharacters);

    /// <summary>Whether it has these characters alone, and each percent sign two digits behind it.</summary>
    private static bool IsOf(ReadOnlySpan<char> text, SearchValues<char> allowed)
    {
        if (text.ContainsAnyExcept(allowed)) return false;
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (text.Length < at + 3 || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
            text = text[(at + 3)..];
        }

        return true;
    }
}
