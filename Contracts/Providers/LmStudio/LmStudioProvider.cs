namespace Pipeline.Contracts.Providers.LmStudio;

/// <summary>LM Studio's local server: https://lmstudio.ai/docs/developer.</summary>
public sealed class LmStudioProvider : ProviderDefinition
{
    /// <inheritdoc/>
    public override string Name => "lmstudio";

    /// <inheritdoc/>
    public override string DisplayName => "LM Studio";

    /// <inheritdoc/>
    public override string SettingPrefix => "LM_STUDIO";

    /// <inheritdoc/>
    public override int Order => 2;

    /// <inheritdoc/>
    public override string BaseUrl => "http://localhost:1234/v1";

    /// <inheritdoc/>
    public override int RateLimit => 0;

    // Its own list, unlike the one in OpenAI's form, tells the context window.
    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelLists => ["../api/v0/models", "models"];
}
