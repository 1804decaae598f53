using Microsoft.Extensions.Configuration;
using Pipeline.Transport.Providers;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Secrets;

/// <summary>Keeps the configured secrets out of what is stored or shown: keys, tokens, and passwords within URLs.</summary>
public sealed class ConfiguredSecrets(IConfiguration configuration)
{
    // Shorter ones would tear holes into ordinary words, and protect nothing.
    private const int ShortestSecret = 4;

    // A shorter one may be a word, such as the name of a project, which an agent's answer must not lose.
    private const int ShortestUnmistakable = 16;

    private readonly string[] _values =
    [
        .. SettingsTable.For(configuration.ProviderCatalogue())
            .Where(setting => setting.Format.IsSecret)
            .Select(setting => configuration[setting.Key])
            .OfType<string>()
            .Concat(HeaderValues(configuration))
            .Where(value => value.Length >= ShortestSecret)
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>The text without configured secrets, and without what looks like one.</summary>
    public string Hide(string text) => SecretPatterns.Hide(Hide(text, _values));

    /// <summary>The text without configured secrets of 16 characters or more, for what must stay as it is but for those.</summary>
    public string HideUnmistakable(string text) => Hide(text, Unmistakable);

    /// <summary>Where a text that goes on can be cut, so that none of these is cut in two.</summary>
    /// <param name="text">The text.</param>
    /// <param name="latest">The last place that counts.</param>
    public int CutOf(string text, int latest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = Unmistakable.Select(value => Begun(text, value)).Append(latest).Min();

        // The end of one may be the beginning of another.
        while (Crossing(text, cut) is { } whole) cut = whole;
        return cut;
    }

    private IEnumerable<string> Unmistakable => _values.TakeWhile(value => value.Length >= ShortestUnmistakable);

    // Where one begins that the cut would go through.
    private int? Crossing(string text, int cut) => Unmistakable
        .Select(value => (int?)text.IndexOf(value, Math.Max(0, cut - value.Length + 1), StringComparison.Ordinal))
        .FirstOrDefault(at => at >= 0 && at < cut);

    // Where the text's end is the beginning of the value, and not all of it.
    private static int Begun(string text, string value)
    {
        for (var at = Math.Max(0, text.Length - value.Length + 1); at < text.Length; at++)
        {
            if (value.AsSpan().StartsWith(text.AsSpan(at), StringComparison.Ordinal)) return at;
        }

        return text.Length;
    }

    private static string Hide(string text, IEnumerable<string> values) =>
        values.Aggregate(text, (hidden, value) => hidden.Replace(value, SecretPatterns.Mark, StringComparison.Ordinal));

    private static IEnumerable<string> HeaderValues(IConfiguration configuration) => SettingsTable.For(configuration.ProviderCatalogue())
        .Where(setting => setting.Format == SettingFormat.Headers)
        .SelectMany(setting => ProviderSettings.SecretsIn(configuration[setting.Key]));

    /// <summary>The headers without secrets, for storing.</summary>
    public IReadOnlyDictionary<string, string> Hide(IEnumerable<KeyValuePair<string, string>> headers) => headers.ToDictionary(
        header => header.Key,
        header => SecretPatterns.IsSecretHeader(header.Key) ? SecretPatterns.Mark : Hide(header.Value),
        StringComparer.Ordinal);
}
