namespace Pipeline.Contracts.Providers.OpenRouter;

/// <summary>Many vendors' models behind one key: https://openrouter.ai.</summary>
public sealed class OpenRouterProvider : ProviderDefinition
{
    /// <inheritdoc/>
    public override string Name => "open_router";

    /// <inheritdoc/>
    public override string DisplayName => "OpenRouter";

    /// <inheritdoc/>
    public override string SettingPrefix => "OPENROUTER";

    /// <inheritdoc/>
    public override int Order => 1;

    /// <inheritdoc/>
    public override string BaseUrl => "https://openrouter.ai/api/v1";

    /// <inheritdoc/>
    public override bool NeedsKey => true;

    /// <inheritdoc/>
    public override string KeySource => "keys are at https://openrouter.ai/settings/keys";

    // It passes on what the vendor behind it refuses only under other names, and drops the rest.
    /// <inheritdoc/>
    public override IReadOnlyList<Quirk> Quirks => [Quirk.NoTemplateArguments];
}
