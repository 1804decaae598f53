namespace Pipeline.Contracts.Providers.NvidiaNim;

/// <summary>NVIDIA's hosted models, 40 calls a minute of which are free: https://build.nvidia.com.</summary>
public sealed class NvidiaNimProvider : ProviderDefinition
{
    /// <inheritdoc/>
    public override string Name => "nvidia_nim";

    /// <inheritdoc/>
    public override string DisplayName => "NVIDIA NIM";

    /// <inheritdoc/>
    public override string SettingPrefix => "NVIDIA_NIM";

    /// <inheritdoc/>
    public override int Order => 0;

    /// <inheritdoc/>
    public override string BaseUrl => "https://integrate.api.nvidia.com/v1";

    /// <inheritdoc/>
    public override bool SpeaksAnthropic => false;

    /// <inheritdoc/>
    public override bool NeedsKey => true;

    /// <inheritdoc/>
    public override string KeySource => "a key is free at https://build.nvidia.com/settings/api-keys";
}
