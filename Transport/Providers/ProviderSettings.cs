using System.Text.Json;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Secrets;
using Pipeline.Transport.Settings;
using static Pipeline.Transport.Settings.SettingFormat;

namespace Pipeline.Transport.Providers;

/// <summary>The settings that every provider has, each beginning with its prefix: <c>NVIDIA_NIM_RATE_LIMIT</c>.</summary>
public static class ProviderSettings
{
    private const int ShortestKey = 20;

    /// <summary>The settings in the README's words; <c>{0}</c> stands for the prefix.</summary>
    public static IReadOnlyList<Setting> Templates { get; } =
    [
        new("{0}_API_KEY", "ApiKey", Secret, "", "Key, sent as bearer token"),
        new("{0}_BASE_URL", "BaseUrl", HttpUrl, "the provider's own", "Where its API is, up to and with `/v1`"),
        new("{0}_API", "Api", OneOf("openai", "anthropic"), "openai", "`anthropic` relays to its own Anthropic-compatible API without translation"),
        new("{0}_HEADERS", "Headers", Headers, "", "Further headers for each call: `Name: value; Name: value`"),
        new("{0}_RATE_LIMIT", "RateLimit", WholeNumber(0, 1_000_000), "as PROVIDER_RATE_LIMIT", "Calls in any window of time; 0 counts none"),
        new("{0}_RATE_WINDOW", "RateWindowSeconds", Seconds(0.1, 86_400), "as PROVIDER_RATE_WINDOW", "Length of that window"),
        new("{0}_MAX_CONCURRENCY", "MaxConcurrency", WholeNumber(0, 10_000), "as PROVIDER_MAX_CONCURRENCY", "Calls under way at once; 0 is no limit"),
        new("{0}_CONNECT_TIMEOUT", "ConnectTimeoutSeconds", Seconds(0.01, 3600), "as HTTP_CONNECT_TIMEOUT", "Seconds to reach it"),
        new("{0}_FIRST_BYTE_TIMEOUT", "FirstByteTimeoutSeconds", Seconds(0.01, 86_400), "as HTTP_FIRST_BYTE_TIMEOUT", "Seconds until the answer begins"),
        new("{0}_READ_TIMEOUT", "ReadTimeoutSeconds", Seconds(0.01, 86_400), "as HTTP_READ_TIMEOUT", "Seconds of silence within an answer"),
        new("{0}_CONTEXT_WINDOW", "ContextWindow", WholeNumber(256, 100_000_000), "as its model list says, or learnt", "Tokens that prompt and answer may have together"),
        new("{0}_MAX_OUTPUT_TOKENS", "MaxOutputTokens", WholeNumber(1, 100_000_000), "as its model list says, or learnt", "Tokens that one answer may have"),
        new("{0}_QUIRKS", "Quirks", Quirks, "the provider's own, and learnt", "What its models refuse, e.g. `no_images, plain_schemas`"),
    ];

    /// <summary>One provider's settings.</summary>
    public static IEnumerable<Setting> Of(ProviderDefinition provider) => Templates.Select(template => template with
    {
        Name = template.Name.Replace("{0}", provider.SettingPrefix, StringComparison.Ordinal),
        Key = $"{ConfiguredProviders.Section}:{provider.Name}:{template.Key}",
        Format = template.Key == "Api" && !provider.SpeaksAnthropic ? OneOf("openai") : template.Format,
    });

    /// <summary>The headers in <c>Name: value; Name: value</c>, as far as they have that form.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ReadHeaders(string? text) =>
        from header in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let colon = header.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select KeyValuePair.Create(header[..colon].Trim(), header[(colon + 1)..].Trim());

    /// <summary>
    /// What must not be shown of headers: values of those whose names say so or that look like keys, and what stands in
    /// them behind a scheme such as <c>Bearer</c>. A title or a team's name is none.
    /// </summary>
    public static IEnumerable<string> SecretsIn(string? headers) =>
        from header in ReadHeaders(headers)
        where SecretPatterns.IsSecretHeader(header.Key) || (header.Value.Length >= ShortestKey && !header.Value.Contains(' ', StringComparison.Ordinal))
        from secret in header.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Prepend(header.Value)
        select secret;

    /// <summary>The name of an option or quirk as people write it: <c>NoImages</c> is <c>no_images</c>.</summary>
    public static string Written(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>A quirk as people write it: <c>no_images</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Quirk ParseQuirk(string text) => TryParseQuirk(text, out var quirk) ? quirk : throw new FormatException($"'{text}' is no known quirk.");

    /// <summary>Whether a text is a quirk as people write it.</summary>
    public static bool TryParseQuirk(string text, out Quirk quirk) =>
        Enum.TryParse(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out quirk) && Written(quirk.ToString()) == text;
}
