namespace Pipeline.Workers.Telegram.Rendering.Inlines;

/// <summary>
/// Which targets Telegram makes links of: the web and its own schemes. One that it does not take makes it refuse the whole message, so that
/// others must be shown as text: paths, mail addresses, hosts without a dot, such as localhost, and people, whom the bot may not know.
/// </summary>
internal static class LinkTarget
{
    private const int MaxLength = 2048;
    private const string Own = "tg://";

    /// <summary>The target in the form that Telegram takes, or null if it takes none.</summary>
    public static string? Check(string? target)
    {
        if (target is null || target.Length > MaxLength || !Uri.TryCreate(target, UriKind.Absolute, out var uri)) return null;

        var link = IsAscii(target) ? target : Encoded(uri);
        if (link is null || link.Length > MaxLength) return null;
        return uri.Scheme switch
        {
            "http" or "https" => IsPublicHost(uri) && LinkAuthority.IsTaken(link) ? link : null,
            "tg" => IsOwn(link) ? link : null,
            _ => null,
        };
    }

    /// <summary>Whether a label already says where the link leads, so that Telegram finds it by itself.</summary>
    public static bool IsSaidBy(string label, string target)
    {
        var shown = label.Trim();
        return shown == target || IsWithScheme(target, "http://", shown) || IsWithScheme(target, "https://", shown)
            || IsWithScheme(target, "mailto:", shown);
    }

    private static bool IsWithScheme(string target, string scheme, string shown) =>
        target.Length == scheme.Length + shown.Length
        && target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && target.EndsWith(shown, StringComparison.Ordinal);

    /// <summary>A link to a person is refused, with all that is said around it, where the bot does not know that person.</summary>
    private static bool IsOwn(string link)
    {
        if (!link.StartsWith(Own, StringComparison.OrdinalIgnoreCase)) return false;
        var host = link.AsSpan(Own.Length);
        if (host.IndexOfAny('/', '?', '#') is var end and >= 0) host = host[..end];
        return !host.IsEmpty && !host.Equals("user", StringComparison.OrdinalIgnoreCase) && !host.ContainsAnyExcept(LinkAuthority.Names);
    }

    private static bool IsPublicHost(Uri uri) =>
        uri.HostNameType == UriHostNameType.IPv6 || uri.Host.Trim('.').Contains('.', StringComparison.Ordinal);

    private static bool IsAscii(string target) => target.All(c => c is > ' ' and < '\u007F');

    private static string? Encoded(Uri uri)
    {
        try
        {
            return $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}{uri.PathAndQuery}{uri.Fragment}";
        }
        catch (UriFormatException)
        {
            // A host that no domain name can have.
            return null;
        }
    }
}
