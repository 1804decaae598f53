using Microsoft.Extensions.Options;
using Pipeline.Contracts.Models;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>A provider as this process sees it: where it is, what opens it, how to speak of it to people.</summary>
/// <param name="Name">Name before the first slash of a model.</param>
/// <param name="DisplayName">Name in sentences.</param>
/// <param name="BaseUrl">URL of its OpenAI-compatible API.</param>
/// <param name="ApiKey">Key, or null where none is configured.</param>
/// <param name="KeyRemedy">What to do about a missing or refused key.</param>
internal sealed record ProviderProfile(string Name, string DisplayName, string BaseUrl, string? ApiKey, string KeyRemedy)
{
    /// <summary>Whether the provider can be called at all.</summary>
    public bool HasKey => !string.IsNullOrEmpty(ApiKey);

    public static ProviderProfile NvidiaNim(IOptionsMonitor<ProviderOptions> options)
    {
        var configured = options.Get(ProviderNames.NvidiaNim);
        return new ProviderProfile(
            ProviderNames.NvidiaNim,
            "NVIDIA NIM",
            configured.BaseUrl,
            string.IsNullOrEmpty(configured.ApiKey) ? null : configured.ApiKey,
            "set NVIDIA_NIM_API_KEY where the pipeline runs (environment or .env) and start it again; "
            + "a key is free at https://build.nvidia.com/settings/api-keys");
    }

    /// <summary>The record's own text would hold the key.</summary>
    public override string ToString() => Name;
}
