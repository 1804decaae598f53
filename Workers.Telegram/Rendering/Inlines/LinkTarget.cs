namespace Pipeline.Workers.Telegram.Rendering.Inlines;

/// <summary>
/// Which targets Telegram makes links of: the web and its own schemes. It drops others without a word, so that they must
/// be shown as text: paths, mail addresses, and hosts without a dot, such as localhost.
/// </summary>
internal static class LinkTarget
{
    private const int MaxLength = 2048;

    /// <summary>The target in the form that Telegram takes, or null if it takes none.</summary>
    public static string? Check(string? target)
    {
        if (target is null || target.Length > MaxLength || !Uri.TryCreate(target, UriKind.Absolute, out var uri)) return null;

        if (!(uri.Scheme is "http" or "https" && IsPublicHost(uri) || uri.Scheme == "tg")) return null;
        var link = IsAscii(target) ? target : Encoded(uri);
        return link?.Length <= MaxLength ? link : null;
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
