namespace Pipeline.Workers.Nim.Upstream;

/// <summary>Where a provider is and what opens it. Section <c>Providers:NAME</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>The section that holds one section per provider.</summary>
    public const string Section = "Providers";

    /// <summary>NVIDIA's public endpoint.</summary>
    public const string NvidiaNimBaseUrl = "https://integrate.api.nvidia.com/v1";

    /// <summary>Key sent as bearer token. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>URL to which <c>/chat/completions</c> is appended.</summary>
    public string BaseUrl { get; set; } = NvidiaNimBaseUrl;
}
