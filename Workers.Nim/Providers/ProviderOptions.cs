using Pipeline.Transport.Providers;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>
/// What people configure of one provider; what is null is as all providers have it. Section <c>Providers:NAME</c>.
/// </summary>
public sealed class ProviderOptions
{
    /// <summary>The section that holds one section per provider.</summary>
    public const string Section = ConfiguredProviders.Section;

    /// <summary>Key sent as bearer token. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>URL to which <c>/chat/completions</c> is appended; null for the provider's own.</summary>
    public string? BaseUrl { get; set; }

    /// <summary><c>openai</c>, or <c>anthropic</c> for a relay without translation. Default <c>openai</c>.</summary>
    public string Api { get; set; } = "openai";

    /// <summary>Further headers, as <c>Name: value; Name: value</c>. Never logged.</summary>
    public string? Headers { get; set; }

    /// <summary>Calls in any window of time; 0 counts none.</summary>
    public int? RateLimit { get; set; }

    /// <summary>Length of that window, in seconds.</summary>
    public double? RateWindowSeconds { get; set; }

    /// <summary>Calls under way at once; 0 is no limit.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>Seconds to open a connection.</summary>
    public double? ConnectTimeoutSeconds { get; set; }

    /// <summary>Seconds until an answer begins.</summary>
    public double? FirstByteTimeoutSeconds { get; set; }

    /// <summary>Seconds of silence within an answer.</summary>
    public double? ReadTimeoutSeconds { get; set; }

    /// <summary>Tokens that prompt and answer may have together, for all its models.</summary>
    public int? ContextWindow { get; set; }

    /// <summary>Tokens that one answer may have, for all its models.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>What its models refuse, by the names of <see cref="Contracts.Providers.Quirk"/>; null for the provider's own.</summary>
    public string? Quirks { get; set; }
}
