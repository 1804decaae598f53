using System.Buffers;
using System.Security.Cryptography;
using Pipeline.Workers.Telegram.Attachments;

namespace Pipeline.Workers.Telegram.Voice;

/// <summary>
/// A voice note on this machine, in a file that goes with it: it is read once for its hash, and again for every try to have
/// it written down.
/// </summary>
internal sealed class FetchedAudio : IAsyncDisposable
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    private readonly FileStream _file;

    private FetchedAudio(FileStream file, string hash) => (_file, Hash) = (file, hash);

    /// <summary>SHA-256 of the audio, in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Fetches; null where there are more bytes than the bound.</summary>
    public static async Task<FetchedAudio?> FetchAsync(Stream content, long most, CancellationToken cancellationToken)
    {
        var file = TemporaryFiles.Create(Shared);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (await CopyAsync(content, file, hash, most, cancellationToken)) return new FetchedAudio(file, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        await file.DisposeAsync();
        return null;
    }

    /// <summary>The audio, for a reader that closes it.</summary>
    public Stream Open() => new FileStream(_file.Name, FileMode.Open, FileAccess.Read, Shared, bufferSize: 0, FileOptions.Asynchronous);

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<bool> CopyAsync(Stream content, FileStream file, IncrementalHash hash, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (file.Length + read > most) return false;
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
