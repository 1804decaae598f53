namespace Pipeline.Workers.Nim.Upstream;

/// <summary>How providers are called, where nothing else is configured for one. Section <c>Upstream</c>.</summary>
public sealed class UpstreamOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Upstream";

    /// <summary>Calls of one provider in any window of time, 0 for any number; null leaves it to the provider (40, or none where it is local).</summary>
    public int? RateLimit { get; set; }

    /// <summary>Length of that window, in seconds. Default 60.</summary>
    public double RateWindowSeconds { get; set; } = 60;

    /// <summary>Calls under way at a provider at once, 0 for any number; more wait. Default 5.</summary>
    public int MaxConcurrency { get; set; } = 5;

    /// <summary>Seconds that a request waits for these limits; one that is known to wait longer is refused at once. Default 30.</summary>
    public double MaxWaitSeconds { get; set; } = 30;

    /// <summary>Seconds to open a connection. Default 10.</summary>
    public double ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds for the provider to take the next 64 KiB of a request. Default 30.</summary>
    public double WriteTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds until an answer begins; null: as <see cref="ReadTimeoutSeconds"/>.</summary>
    public double? FirstByteTimeoutSeconds { get; set; }

    /// <summary>Seconds of silence within an answer. Default 300. Never a limit on a whole answer.</summary>
    public double ReadTimeoutSeconds { get; set; } = 300;

    /// <summary>Further tries after a failure that may pass, while the client has seen nothing. Default 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Seconds before the first further try; doubled for each next one, with jitter. Default 0.5.</summary>
    public double RetryDelaySeconds { get; set; } = 0.5;

    /// <summary>Calls of one model that must fail, nearly all in a row, before it is left alone for a while; 0 never does. Default 8.</summary>
    public int BreakerFailures { get; set; } = 8;

    /// <summary>Seconds for which it is left alone at first; doubled, up to a minute, while it stays broken. Default 5.</summary>
    public double BreakSeconds { get; set; } = 5;

    /// <summary>Seconds after which a list of models is fetched anew. Default 600.</summary>
    public double ModelListRefreshSeconds { get; set; } = 600;
}
