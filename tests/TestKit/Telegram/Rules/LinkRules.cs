using System.Globalization;

namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>
/// What may be linked to: the web, by a host with a dot, and Telegram itself (td/telegram/LinkManager.cpp, get_checked_link, and
/// tdutils/td/utils/HttpUrl.cpp, parse_url).
/// </summary>
internal static class LinkRules
{
    private const string HostCharacters = ".-_!$,~*'();&+=%";

    /// <summary>Why a link is refused, and the message with it; null where it is taken.</summary>
    public static string? Refusal(string? url)
    {
        if (url is not { Length: > 0 and <= 2048 }) return "URL is empty or too long";
        var scheme = url.Contains(':', StringComparison.Ordinal) ? url[..url.IndexOf(':', StringComparison.Ordinal)].ToUpperInvariant() : "";
        if (scheme is "TG" or "TON") return OwnRefusal(url[(scheme.Length + 1)..].TrimStart('/'));
        var rest = url;
        if (url.Contains("://", StringComparison.Ordinal))
        {
            if (scheme is not ("HTTP" or "HTTPS")) return "Unsupported URL protocol";
            rest = url[(scheme.Length + 3)..];
        }

        return AuthorityRefusal(rest.Split('/', '?', '#')[0]);
    }

    /// <summary>Whether it leads to a person. A bot may name those alone whom it has met.</summary>
    public static bool IsPerson(string? url) => url?.StartsWith("tg://user?id=", StringComparison.OrdinalIgnoreCase) == true;

    private static string? OwnRefusal(string rest)
    {
        var host = rest.Split('/', '?', '#')[0];
        if (host.Length == 0) return "URL host is empty";
        return host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : "Unallowed characters in URL host";
    }

    private static string? AuthorityRefusal(string authority)
    {
        var colon = authority.LastIndexOfAny([':', ']', '@']);
        if (colon > 0 && authority[colon] == ':')
        {
            if (!int.TryParse(authority[(colon + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
                return "Wrong port number specified in the URL";
            authority = authority[..colon];
        }

        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (host is "" or ".") return "URL host is empty";
        if (at > 0 && !IsOf(authority[..at], $"{HostCharacters}:")) return "Disallowed character in URL userinfo";
        if (host[0] == '[' && host[^1] == ']') return host[1..^1].All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') ? null : "Wrong IPv6 address specified in the URL";
        if (!IsOf(host, HostCharacters)) return "Disallowed character in URL host";
        return host.Contains('.', StringComparison.Ordinal) ? null : "Wrong HTTP URL";
    }

    private static bool IsOf(string text, string signs) => text.All(c => char.IsAsciiLetterOrDigit(c) || signs.Contains(c, StringComparison.Ordinal) || c >= 128);
}
