namespace Pipeline.Contracts.Models;

/// <summary>The providers that a model can be chosen from, as they are written before the first slash.</summary>
public static class ProviderNames
{
    /// <summary>NVIDIA NIM, https://build.nvidia.com.</summary>
    public const string NvidiaNim = "nvidia_nim";

    /// <summary>Every provider.</summary>
    public static IReadOnlyList<string> All { get; } = [NvidiaNim];
}
