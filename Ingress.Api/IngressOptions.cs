using Pipeline.Transport.Hosting;

namespace Pipeline.Ingress;

/// <summary>How the ingress listens, whom it lets in and how it streams. Section <c>Ingress</c>.</summary>
public sealed class IngressOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Ingress";

    /// <summary>Address to listen on unless <c>--urls</c> or <c>ASPNETCORE_URLS</c> says otherwise. Default loopback.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 takes a free one. Default 8082.</summary>
    public int Port { get; set; } = 8082;

    /// <summary>Token that clients must present; null lets any in, on a loopback address only.</summary>
    public string? AuthToken { get; set; }

    /// <summary>Seconds of silence after which a streaming client gets headers and a <c>ping</c>. Default 5.</summary>
    public double PingAfterSeconds { get; set; } = 5;

    /// <summary>Seconds for a worker to take a request before the client is told to try again. Default 30.</summary>
    public double StartTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds that running answers are given at shutdown before they end with an error. Default 10.</summary>
    public double DrainSeconds { get; set; } = ShutdownTimes.DefaultDrainSeconds;

    /// <summary>Bytes that an answer may wait in memory for a slow client. Default 16 MiB.</summary>
    public int StreamBufferBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest request body, in bytes; Anthropic's own limit of 32 MiB by default.</summary>
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;
}
