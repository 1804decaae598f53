using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>A provider as it is configured here.</summary>
/// <param name="definition">What is known of it before.</param>
/// <param name="options">What people configured of it.</param>
/// <param name="upstream">What they configured of all.</param>
internal sealed class ProviderProfile(ProviderDefinition definition, ProviderOptions options, UpstreamOptions upstream)
{
    /// <summary>Name before the first slash of a model.</summary>
    public string Name => definition.Name;

    /// <summary>Name in sentences.</summary>
    public string DisplayName => definition.DisplayName;

    /// <summary>URL of its API, without a slash at the end; null where it must be configured and is not.</summary>
    public string? BaseUrl { get; } = (string.IsNullOrEmpty(options.BaseUrl) ? definition.BaseUrl : options.BaseUrl)?.TrimEnd('/');

    /// <summary>Key, or null where none is configured.</summary>
    public string? ApiKey { get; } = string.IsNullOrEmpty(options.ApiKey) ? null : options.ApiKey;

    /// <summary>What is missing before it can be called, in words; null where nothing is.</summary>
    public string? Missing => BaseUrl is null
        ? $"No address for {DisplayName} is configured: set {Setting("BASE_URL")} where the pipeline runs (environment or .env) and start it again."
        : definition.NeedsKey && ApiKey is null ? $"No key for {DisplayName} is configured: {definition.KeyRemedy}."
        : null;

    /// <summary>What to do about a refused key.</summary>
    public string KeyRemedy => definition.KeyRemedy;

    /// <summary>Whether Anthropic's API is used, without translation.</summary>
    public bool IsNative { get; } = definition.SpeaksAnthropic && options.Api == "anthropic";

    /// <summary>Further headers of each call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [.. ProviderSettings.ReadHeaders(options.Headers)];

    /// <summary>What its models refuse, as far as that is known before.</summary>
    public IReadOnlySet<Quirk> Quirks { get; } = options.Quirks is null
        ? definition.Quirks.ToHashSet()
        : ProviderCatalogue.Names(options.Quirks).Select(ProviderSettings.ParseQuirk).ToHashSet();

    /// <summary>Where its models are listed; the first that answers counts.</summary>
    public IEnumerable<Uri> ModelLists => definition.ModelLists.Select(path => new Uri(new Uri(BaseUrl + "/"), path));

    /// <summary>Calls in any <see cref="RateWindow"/>; 0 counts none.</summary>
    public int RateLimit { get; } = options.RateLimit ?? upstream.RateLimit ?? definition.RateLimit;

    /// <summary>Time for which a call counts.</summary>
    public TimeSpan RateWindow { get; } = TimeSpan.FromSeconds(options.RateWindowSeconds ?? upstream.RateWindowSeconds);

    /// <summary>Calls under way at once; 0 is no limit.</summary>
    public int MaxConcurrency { get; } = options.MaxConcurrency ?? upstream.MaxConcurrency;

    /// <summary>What all workers together may do with it.</summary>
    public RateLimits Budget => new(RateLimit, RateWindow, MaxConcurrency, MaxWait);

    /// <summary>How long a request waits for its turn at most.</summary>
    public TimeSpan MaxWait { get; } = TimeSpan.FromSeconds(upstream.MaxWaitSeconds);

    /// <summary>The limits in words.</summary>
    public string Limits => (RateLimit, MaxConcurrency) switch
    {
        (0, 0) => "none",
        (0, _) => $"{MaxConcurrency} calls at once",
        (_, 0) => $"{RateLimit} calls in {RateWindow.TotalSeconds:0.##} s",
        _ => $"{RateLimit} calls in {RateWindow.TotalSeconds:0.##} s, {MaxConcurrency} at once",
    };

    /// <summary>Time to open a connection.</summary>
    public TimeSpan ConnectTimeout { get; } = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds ?? upstream.ConnectTimeoutSeconds);

    /// <summary>Time until an answer begins.</summary>
    public TimeSpan FirstByteTimeout { get; } = TimeSpan.FromSeconds(options.FirstByteTimeoutSeconds ?? upstream.FirstByteTimeoutSeconds ?? options.ReadTimeoutSeconds ?? upstream.ReadTimeoutSeconds);

    /// <summary>Time of silence within an answer.</summary>
    public TimeSpan ReadTimeout { get; } = TimeSpan.FromSeconds(options.ReadTimeoutSeconds ?? upstream.ReadTimeoutSeconds);

    /// <summary>Tokens that prompt and answer may have together; null where nothing is configured.</summary>
    public int? ContextWindow => options.ContextWindow;

    /// <summary>Tokens that one answer may have; null where nothing is configured.</summary>
    public int? MaxOutputTokens => options.MaxOutputTokens;

    /// <summary>The name of one of its settings: <c>NVIDIA_NIM_BASE_URL</c>.</summary>
    public string Setting(string name) => $"{definition.SettingPrefix}_{name}";

    /// <summary>Everything that must not be shown.</summary>
    public IEnumerable<string> Secrets { get; } = [.. ProviderSettings.SecretsIn(options.Headers).Append(options.ApiKey).OfType<string>()];
}
