using System.Text.Json;

namespace Pipeline.Host.Startup;

/// <summary>
/// Where the running host can be reached, kept in the state directory while it runs, so that
/// <c>Pipeline.Host claude</c> finds it whatever address it was given.
/// </summary>
internal sealed class HostRecord : IDisposable
{
    private const string FileName = "host.json";

    private readonly string _path;

    private HostRecord(string path) => _path = path;

    /// <summary>The state directory, as an absolute path.</summary>
    public static string Directory(IConfiguration configuration) =>
        Path.GetFullPath(configuration["State:Directory"] is { Length: > 0 } directory ? directory : ".pipeline");

    public static HostRecord Write(WebApplication app)
    {
        var directory = Directory(app.Configuration);
        System.IO.Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new { url = ClientUrl(app), pid = Environment.ProcessId }));
        File.Move(temporary, path, overwrite: true);
        return new HostRecord(path);
    }

    /// <summary>The recorded URL; null where no host has left one.</summary>
    public static string? ReadUrl(IConfiguration configuration)
    {
        var path = Path.Combine(Directory(configuration), FileName);
        if (!File.Exists(path)) return null;

        using var record = JsonDocument.Parse(File.ReadAllText(path));
        return record.RootElement.GetProperty("url").GetString();
    }

    /// <summary>A URL by which clients on this machine reach the host.</summary>
    public static string ClientUrl(WebApplication app) => ClientUrl(app.Urls.First());

    /// <summary>The same for an address that a server listens on: any address is reached through loopback.</summary>
    public static string ClientUrl(string listenUrl)
    {
        var address = BindingAddress.Parse(listenUrl);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    public void Dispose() => File.Delete(_path);
}
