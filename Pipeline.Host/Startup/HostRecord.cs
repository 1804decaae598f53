using System.Text.Json;
using Pipeline.Transport.Hosting;
using Pipeline.Transport.Settings;

namespace Pipeline.Host.Startup;

/// <summary>
/// Where the running host can be reached, kept in the state directory while it runs, so that
/// <c>Pipeline.Host claude</c> finds it whatever address it was given.
/// </summary>
internal sealed class HostRecord : IDisposable
{
    private const string FileName = "host.json";
    private const string LockName = "host.lock";

    private readonly string _path;
    private readonly FileStream? _lock;

    private HostRecord(string path, FileStream? held) => (_path, _lock) = (path, held);

    /// <summary>The state directory, as an absolute path.</summary>
    public static string Directory(IConfiguration configuration) =>
        Path.GetFullPath(configuration["State:Directory"] is { Length: > 0 } directory ? directory : ".pipeline");

    /// <summary>
    /// Takes the directory for this host. A second host in the same directory works as well but leaves no
    /// record, so that the first one's stays true; the lock ends with its process, however that ends.
    /// </summary>
    /// <exception cref="SettingsException">The state directory cannot be written to.</exception>
    public static HostRecord Claim(IConfiguration configuration)
    {
        var directory = Directory(configuration);
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            return new HostRecord(Path.Combine(directory, FileName), TryLock(Path.Combine(directory, LockName)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"PIPELINE_STATE_DIR: {directory} cannot be used: {fault.Message}"], fault);
        }
    }

    /// <summary>Notes where the host, which listens by now, can be reached.</summary>
    public void Write(string url)
    {
        if (_lock is null) return;

        var temporary = $"{_path}.new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new { url, pid = Environment.ProcessId }));
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>The recorded URL; null where no host has left one that can be read.</summary>
    public static string? ReadUrl(IConfiguration configuration)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(Directory(configuration), FileName)));
            return Uri.TryCreate(record.RootElement.GetProperty("url").GetString(), UriKind.Absolute, out var url)
                ? url.GetLeftPart(UriPartial.Authority)
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A URL by which clients on this machine reach the host.</summary>
    public static string ClientUrl(WebApplication app) =>
        ListenUrls.ForClients(app.Urls.FirstOrDefault(url => !BindingAddress.Parse(url).IsUnixPipe) ?? app.Urls.First());

    public void Dispose()
    {
        if (_lock is null) return;

        File.Delete(_path);
        _lock.Dispose();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
