using Npgsql;

namespace Pipeline.Persistence.Database;

/// <summary>Reads <c>DATABASE_URL</c> in either of its forms into Npgsql's.</summary>
internal static class ConnectionString
{
    private const string GssEncryption = "GSS Encryption Mode";

    /// <summary>libpq's names of URL parameters where Npgsql's differ by more than case.</summary>
    private static readonly Dictionary<string, string> UrlParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["gssencmode"] = GssEncryption,
    };

    /// <summary>Npgsql's connection string; unless the value says otherwise, the application's name is ours and Kerberos encrypts nothing.</summary>
    /// <exception cref="PersistenceException">The value is of neither form, or has an unknown part.</exception>
    public static string Parse(string value)
    {
        try
        {
            var builder = Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql"
                ? FromUrl(url)
                : new NpgsqlConnectionStringBuilder(value);
            builder.ApplicationName ??= "pipeline";

            // Npgsql would try first, by a library that the images of the roles do not have.
            if (!builder.ShouldSerialize(GssEncryption)) builder.GssEncryptionMode = GssEncryptionMode.Disable;
            return builder.Host is { Length: > 0 } ? builder.ConnectionString : throw new FormatException("It names no host.");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Npgsql's own message may repeat a value, and the value may be the password.
            throw new PersistenceException(
                "DATABASE_URL (ConnectionStrings:Pipeline) is neither a URL such as postgres://user:password@host:5432/database?sslmode=require "
                + "nor Npgsql's Host=…;Username=…;Password=…;Database=…; a part of it is unknown or of the wrong format.");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host.Trim('[', ']'), Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (url.Port > 0) builder.Port = url.Port;
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = parameter.Split('=', 2);
            var name = Uri.UnescapeDataString(pair[0]);
            builder[UrlParameters.GetValueOrDefault(name, name)] = ParameterValue(pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
        }

        return builder;
    }

    // libpq writes verify-full, Npgsql's enumeration has VerifyFull.
    private static string ParameterValue(string value) => value is "verify-full" or "verify-ca" ? value.Replace("-", "", StringComparison.Ordinal) : value;
}
