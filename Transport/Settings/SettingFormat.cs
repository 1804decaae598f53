using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Buffers;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;

namespace Pipeline.Transport.Settings;

/// <summary>What a setting's value must look like.</summary>
/// <param name="Fault">What is wrong with a value, and how to mend it; null where it is right.</param>
public sealed partial record SettingFormat(Func<string, string?> Fault)
{
    private static readonly SearchValues<char> HeaderName =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether values must not be shown anywhere.</summary>
    public bool IsSecret { get; private init; }

    /// <summary>Any text.</summary>
    public static SettingFormat Text { get; } = new(_ => null);

    /// <summary>A key or token: never repeated in an error.</summary>
    public static SettingFormat Secret { get; } = new(value =>
        value.Any(c => c is < '!' or > '~') ? "has characters that no HTTP header may carry; copy it again, without quotes, spaces or line breaks" : null) { IsSecret = true };

    /// <summary>The token of a bot on Telegram.</summary>
    public static SettingFormat BotToken { get; } = new(value =>
        TelegramToken().IsMatch(value) ? null : "is not a bot's token, which @BotFather gives and which looks like 123456:ABC-DEF; copy it again") { IsSecret = true };

    /// <summary>What Telegram presents to a webhook.</summary>
    public static SettingFormat WebhookSecret { get; } = new(value =>
        TelegramSecret().IsMatch(value) ? null : "is not of 1 to 256 letters, digits, underscores and dashes, which is what Telegram takes") { IsSecret = true };

    /// <summary>Telegram's numbers of people, separated by commas.</summary>
    public static SettingFormat TelegramUserIds { get; } = new(value =>
        Array.Find(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), id => !IsUserId(id)) is { } wrong
            ? $"has '{wrong}', which is no number such as 123456789; the log names those of people who write to the bot"
            : null);

    /// <summary>An absolute http or https URL without query or credentials.</summary>
    public static SettingFormat HttpUrl { get; } = new(value =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { Query: "", UserInfo: "" }
            ? null
            : $"is '{value}', which is not a plain http or https URL such as https://example.com/v1");

    /// <summary>A broker's URL. It may hold a password, so it is never repeated.</summary>
    public static SettingFormat AmqpUrl { get; } = new(value =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "amqp" or "amqps" && url.Host.Length > 0 && url.AbsolutePath.LastIndexOf('/') <= 0
            ? null
            : "is not a broker's URL such as amqp://guest:guest@127.0.0.1:5672/");

    /// <summary>
    /// PostgreSQL's URL, or Npgsql's <c>key=value;…</c>. It may hold a password, so it is never repeated.
    /// Persistence knows every key; here only the shape is checked, with all other settings.
    /// </summary>
    public static SettingFormat PostgresUrl { get; } = new(value =>
        IsPostgresUrl(value) || IsPostgresKeys(value)
            ? null
            : "is neither a URL such as postgres://user:password@host:5432/database nor of the form Host=…;Username=…;Password=…;Database=…");

    /// <summary>An address to listen on.</summary>
    public static SettingFormat ListenAddress { get; } = new(value =>
        value == "localhost" || IPAddress.TryParse(value, out _)
            ? null
            : $"is '{value}', which is neither an IP address nor 'localhost'");

    /// <summary>Names for OpenAI-compatible providers, separated by commas.</summary>
    public static SettingFormat ProviderNames { get; } = new(value =>
        ProviderCatalogue.Names(value).Select(ProviderCatalogue.NameFault).OfType<string>().ToList() is [_, ..] faults ? $"is '{value}', but {string.Join(", and ", faults)}" : null);

    /// <summary>Headers of a request: <c>Name: value; Name: value</c>. They may hold keys, so they are never repeated.</summary>
    public static SettingFormat Headers { get; } = new(value =>
        value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsHeader)
            ? null
            : "is not a list of headers such as 'X-Title: Pipeline; X-Team: blue'");

    /// <summary>What models refuse, by the names of <see cref="Quirk"/>, separated by commas.</summary>
    public static SettingFormat Quirks { get; } = new(value =>
        ProviderCatalogue.Names(value).FirstOrDefault(name => !ProviderSettings.TryParseQuirk(name, out _)) is { } unknown
            ? $"has '{unknown}', which is none of: {string.Join(", ", Enum.GetNames<Quirk>().Select(ProviderSettings.Written))}"
            : null);

    /// <summary>One or more models as <c>provider/model</c>, separated by commas.</summary>
    public static SettingFormat Models(ProviderCatalogue providers) => new(value => ModelsFault(value, providers));

    /// <summary>One <c>provider/model</c>.</summary>
    public static SettingFormat Model(ProviderCatalogue providers) => new(value =>
        value.Contains(',', StringComparison.Ordinal) ? $"is '{value}', which is more than one model" : ModelsFault(value, providers));

    /// <summary>One of a few words.</summary>
    public static SettingFormat OneOf(params string[] words) => new(value =>
        words.Contains(value, StringComparer.Ordinal) ? null : $"is '{value}', which is none of: {string.Join(", ", words)}");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static SettingFormat Switch { get; } = new(value =>
        bool.TryParse(value, out _) ? null : $"is '{value}', which is neither 'true' nor 'false'");

    /// <summary>Seconds, with a fraction if wanted.</summary>
    public static SettingFormat Seconds(double least, double most) => Number("seconds", least, most);

    /// <summary>An amount of a unit, with a fraction if wanted.</summary>
    public static SettingFormat Number(string unit, double least, double most) => new(value =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : $"is '{value}', which is not a number of {unit} from {least} to {most}");

    /// <summary>A whole number.</summary>
    public static SettingFormat WholeNumber(long least, long most) => new(value =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : $"is '{value}', which is not a whole number from {least} to {most}");

    private static bool IsUserId(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    [GeneratedRegex(@"^[0-9]{1,18}:[A-Za-z0-9_-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TelegramToken();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,256}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TelegramSecret();

    private static bool IsPostgresUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "postgres" or "postgresql", Host.Length: > 0, AbsolutePath.Length: > 1 };

    private static bool IsPostgresKeys(string value)
    {
        try
        {
            var keys = new DbConnectionStringBuilder { ConnectionString = value };
            return keys.ContainsKey("Host") || keys.ContainsKey("Server");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsHeader(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && header.AsSpan(0, colon).IndexOfAnyExcept(HeaderName) < 0
            && !header.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
            && header[..colon].ToUpperInvariant() is not ("ALLOW" or "EXPIRES" or "LAST-MODIFIED" or "HOST" or "CONNECTION" or "TRANSFER-ENCODING")
            && header.AsSpan(colon + 1).IndexOfAnyExceptInRange(' ', '~') < 0;
    }

    private static string? ModelsFault(string value, ProviderCatalogue providers)
    {
        var models = ProviderCatalogue.Names(value).ToList();
        if (models.Count > 0 && models.TrueForAll(model => providers.TryParse(model, out _))) return null;

        var names = string.Join(", ", providers.All.Select(provider => provider.Name));
        var wrong = models.Find(model => !providers.TryParse(model, out _)) ?? value;
        var quoted = models.Count > 1 ? $"has '{wrong}'" : $"is '{wrong}'";
        var slash = wrong.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < wrong.Length - 1
            ? $"{quoted}, but '{wrong[..slash]}' is no known provider; the providers are: {names}"
            : $"{quoted}, which is not of the form provider/owner/name; the providers are: {names}";
    }
}
