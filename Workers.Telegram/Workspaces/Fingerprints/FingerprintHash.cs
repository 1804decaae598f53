using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Workers.Telegram.Attachments;

namespace Pipeline.Workers.Telegram.Workspaces.Fingerprints;

/// <summary>Gathers what a fingerprint is of, within bounds on files and bytes: what is larger is not looked at again for every question.</summary>
internal sealed class FingerprintHash : IDisposable
{
    /// <summary>Most files and directories.</summary>
    public const int MostEntries = 20_000;

    /// <summary>Most bytes of content.</summary>
    public const long MostBytes = 64L << 20;

    private const string HostDirectory = ".pipeline";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _entries;
    private long _bytes;

    /// <summary>Whether a name at the top of the workspace is our own, which says nothing of the person's files.</summary>
    public static bool IsOurs(string name) => name is UploadDirectory.Name or HostDirectory;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a file's or link's name, size, times and mode.</summary>
    /// <returns>False where there are too many.</returns>
    public bool TryAddEntry(FileSystemInfo entry)
    {
        var size = entry is FileInfo { Exists: true } file ? file.Length : -1;
        var mode = OperatingSystem.IsWindows() || !entry.Exists ? UnixFileMode.None : entry.UnixFileMode;
        Add($"{entry.FullName}|{size}|{(entry.Exists ? entry.LastWriteTimeUtc.Ticks : 0)}|{(int)mode}|{entry.LinkTarget}");
        return ++_entries <= MostEntries;
    }

    /// <summary>Adds a file's content; of a link, or what is no file any more, nothing.</summary>
    /// <returns>False where it is too much.</returns>
    public async Task<bool> TryAddContentAsync(FileInfo file, CancellationToken cancellationToken)
    {
        // Pipes and devices have no size; to open one might be to wait.
        if (!file.Exists || file.LinkTarget is not null || file.Length == 0) return true;
        if (_bytes + file.Length > MostBytes) return false;

        await using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((_bytes += read) > MostBytes) return false;
                _hash.AppendData(buffer, 0, read);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public string Finish() => Convert.ToHexString(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
