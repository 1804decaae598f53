using System.Text.Json;
using Pipeline.Persistence.Files;
using Pipeline.Transport.Hosting;

namespace Pipeline.Host.Startup;

/// <summary>
/// Where the running host can be reached, kept in the state directory while it runs, so that
/// <c>Pipeline.Host claude</c> finds it whatever address it was given.
/// </summary>
internal sealed class HostRecord : IDisposable
{
    private const string FileName = "host.json";

    private readonly string _path;

    private HostRecord(string path, bool isOwner) => (_path, IsOwner) = (path, isOwner);

    /// <summary>Whether the directory is this host's.</summary>
    public bool IsOwner { get; }

    /// <summary>
    /// The record of this host, if it can own the directory. One that keeps its state in a database works
    /// beside the owner as well, but leaves no record, so that the owner's stays true.
    /// </summary>
    /// <exception cref="Persistence.PersistenceException">The state directory cannot be written to.</exception>
    public static HostRecord In(StateDirectory directory) => new(directory.Path(FileName), directory.TryClaim());

    /// <summary>Notes where the host, which listens by now, can be reached.</summary>
    public void Write(string url)
    {
        if (!IsOwner) return;

        var temporary = $"{_path}.new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new { url, pid = Environment.ProcessId }));
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>The recorded URL; null where no host has left one that can be read.</summary>
    public static string? ReadUrl(IConfiguration configuration)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllText(StateDirectory.Configured(configuration).Path(FileName)));
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
    /// <param name="urls">What it listens on.</param>
    public static string ClientUrl(ICollection<string> urls) =>
        ListenUrls.ForClients(urls.FirstOrDefault(url => !BindingAddress.Parse(url).IsUnixPipe) ?? urls.First());

    public void Dispose()
    {
        if (IsOwner) File.Delete(_path);
    }
}
