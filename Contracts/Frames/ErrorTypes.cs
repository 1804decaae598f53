namespace Pipeline.Contracts.Frames;

/// <summary>
/// Anthropic's error types (https://docs.anthropic.com/en/api/errors), each with the status it goes with.
/// </summary>
public static class ErrorTypes
{
    /// <summary>400: the request is wrong; repeating it does not help.</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>401: the client's own token is missing or wrong.</summary>
    public const string Authentication = "authentication_error";

    /// <summary>
    /// 403: also what a missing or rejected upstream key becomes, because Claude Code retries a 401
    /// silently for more than 100 s and shows a 403 at once.
    /// </summary>
    public const string Permission = "permission_error";

    /// <summary>404: no such route or model.</summary>
    public const string NotFound = "not_found_error";

    /// <summary>413: the body is over the limit.</summary>
    public const string RequestTooLarge = "request_too_large";

    /// <summary>429: a rate limit, ours or the upstream's.</summary>
    public const string RateLimit = "rate_limit_error";

    /// <summary>500: something failed on this side or upstream.</summary>
    public const string Api = "api_error";

    /// <summary>504: the upstream took too long.</summary>
    public const string Timeout = "timeout_error";

    /// <summary>
    /// 529: try again later. After a <c>ping</c> it is the only type on which Claude Code streams again
    /// with backoff instead of repeating the request without streaming.
    /// </summary>
    public const string Overloaded = "overloaded_error";
}
