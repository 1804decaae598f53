namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>What may be linked to: the web, by a host with a dot, and Telegram itself.</summary>
internal static class LinkRules
{
    public static bool IsLink(string? url)
    {
        if (url is not { Length: > 0 and <= 2048 } || url.Any(c => c <= ' ') || !Uri.TryCreate(url, UriKind.Absolute, out var uri)) return false;
        return uri.Scheme switch
        {
            "tg" or "ton" or "tonsite" => true,
            "http" or "https" => uri.HostNameType == UriHostNameType.IPv6 || uri.Host.Contains('.', StringComparison.Ordinal),
            _ => false,
        };
    }
}
