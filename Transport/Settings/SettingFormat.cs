using System.Data.Common;
using System.Globalization;
using System.Net;
using Pipeline.Contracts.Models;

namespace Pipeline.Transport.Settings;

/// <summary>What a setting's value must look like.</summary>
/// <param name="Fault">What is wrong with a value, and how to mend it; null where it is right.</param>
public sealed record SettingFormat(Func<string, string?> Fault)
{
    /// <summary>Any text.</summary>
    public static SettingFormat Text { get; } = new(_ => null);

    /// <summary>A key or token: never repeated in an error.</summary>
    public static SettingFormat Secret { get; } = new(value =>
        value.Any(c => c is < '!' or > '~') ? "has characters that no HTTP header may carry; copy it again, without quotes, spaces or line breaks" : null);

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

    /// <summary><c>provider/model</c>.</summary>
    public static SettingFormat Model { get; } = new(ModelFault);

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

    private static string? ModelFault(string value)
    {
        if (ModelReference.TryParse(value, out _)) return null;

        var providers = string.Join(", ", ProviderNames.All);
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < value.Length - 1
            ? $"is '{value}', but '{value[..slash]}' is no known provider; the providers are: {providers}"
            : $"is '{value}', which is not of the form provider/owner/name; the providers are: {providers}";
    }
}
