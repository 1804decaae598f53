namespace Pipeline.Contracts.Providers;

/// <summary>
/// What is known of a provider before anything is configured. A provider is one class like this in a folder of
/// its own; <see cref="ProviderCatalogue"/> finds it there.
/// </summary>
public abstract class ProviderDefinition
{
    /// <summary>Name before the first slash of a model, e.g. <c>nvidia_nim</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Name in sentences.</summary>
    public abstract string DisplayName { get; }

    /// <summary>Beginning of its settings' names, e.g. <c>NVIDIA_NIM</c>.</summary>
    public abstract string SettingPrefix { get; }

    /// <summary>Place among the providers when people are told of all; lowest first.</summary>
    public abstract int Order { get; }

    /// <summary>URL to which <c>/chat/completions</c> is appended; null where it must be configured.</summary>
    public virtual string? BaseUrl => null;

    /// <summary>Whether nothing can be asked without a key.</summary>
    public virtual bool NeedsKey => false;

    /// <summary>Where a key comes from, for the end of a sentence; null where that is not known.</summary>
    public virtual string? KeySource => null;

    /// <summary>Calls per <c>PROVIDER_RATE_WINDOW</c> where nothing is configured; 0 where none are counted.</summary>
    public virtual int RateLimit => 40;

    /// <summary>Whether it also speaks Anthropic's Messages API, at <c>/messages</c> behind the same URL.</summary>
    public virtual bool SpeaksAnthropic => true;

    /// <summary>Where its models are listed, relative to the base URL; the first that answers counts.</summary>
    public virtual IReadOnlyList<string> ModelLists => ["models"];

    /// <summary>What all its models have in common.</summary>
    public virtual IReadOnlyList<Quirk> Quirks => [];

    /// <summary>What to do about a missing or refused key.</summary>
    public string KeyRemedy =>
        $"set {SettingPrefix}_API_KEY where the pipeline runs (environment or .env) and start it again"
        + (KeySource is null ? "" : $"; {KeySource}");
}
