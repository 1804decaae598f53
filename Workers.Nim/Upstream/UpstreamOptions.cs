namespace Pipeline.Workers.Nim.Upstream;

/// <summary>How providers are called. Section <c>Upstream</c>.</summary>
public sealed class UpstreamOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Upstream";

    /// <summary>Requests under way at a provider at once; more wait. Default 5.</summary>
    public int MaxConcurrency { get; set; } = 5;

    /// <summary>Seconds to open a connection. Default 10.</summary>
    public double ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds for the provider to take the next 64 KiB of a request. Default 30.</summary>
    public double WriteTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds of silence before the first byte or between two. Default 300. Never a limit on a whole answer.</summary>
    public double ReadTimeoutSeconds { get; set; } = 300;

    /// <summary>Further tries after a failure that may pass, while the client has seen nothing. Default 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Seconds before the first further try; doubled for each next one, with jitter. Default 0.5.</summary>
    public double RetryDelaySeconds { get; set; } = 0.5;

    /// <summary>Longest <c>Retry-After</c>, in seconds, that is waited for here; a longer one goes to the client. Default 10.</summary>
    public double MaxRetryAfterSeconds { get; set; } = 10;
}
