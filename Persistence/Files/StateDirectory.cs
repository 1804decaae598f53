using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Persistence.Files;

/// <summary>
/// The directory for what a host keeps (<c>PIPELINE_STATE_DIR</c>), and who owns it. The lock ends with its
/// process, however that ends.
/// </summary>
/// <param name="path">The directory; it is created when it is claimed.</param>
public sealed class StateDirectory(string path) : IDisposable
{
    private const string Default = ".pipeline";
    private const string LockName = "host.lock";
    private const string OwnerName = "host.pid";

    private readonly Lock _gate = new();
    private FileStream? _lock;

    /// <summary>Its absolute path.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The directory that is configured.</summary>
    public static StateDirectory Configured(IConfiguration configuration) =>
        new(configuration["State:Directory"] is { Length: > 0 } directory ? directory : Default);

    /// <summary>The path of a file or directory in it.</summary>
    public string Path(string name) => System.IO.Path.Combine(FullPath, name);

    /// <summary>Takes the directory for this host, if no other has it. Once taken it stays so.</summary>
    /// <exception cref="PersistenceException">The directory cannot be written to.</exception>
    public bool TryClaim()
    {
        lock (_gate)
        {
            if (_lock is not null) return true;

            try
            {
                Directory.CreateDirectory(FullPath);
                _lock = TryLock(Path(LockName));
                if (_lock is not null) File.WriteAllText(Path(OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                return _lock is not null;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new PersistenceException($"PIPELINE_STATE_DIR: {FullPath} cannot be used: {fault.Message}", fault);
            }
        }
    }

    /// <summary>Takes the directory for this host.</summary>
    /// <exception cref="PersistenceException">Another host has it, or it cannot be written to.</exception>
    public void Claim()
    {
        if (TryClaim()) return;

        throw new PersistenceException(
            $"PIPELINE_STATE_DIR: another Pipeline{Owner()} keeps its state in {FullPath}. End it, or give this one a directory of its own.");
    }

    /// <summary>Gives the directory free.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_lock is null) return;

            File.Delete(Path(OwnerName));
            _lock.Dispose();
            _lock = null;
        }
    }

    private string Owner()
    {
        try
        {
            return $" (process {File.ReadAllText(Path(OwnerName))})";
        }
        catch (IOException)
        {
            // It is only just starting or ending; the sentence is as true without its number.
            return "";
        }
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
