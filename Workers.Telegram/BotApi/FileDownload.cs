using System.Buffers;
using Pipeline.Workers.Telegram.BotApi.Results;

namespace Pipeline.Workers.Telegram.BotApi;

/// <summary>Copies a file, as far as it is not too large.</summary>
internal static class FileDownload
{
    private const int Piece = 64 * 1024;

    public static async Task<BotResult<long>> CopyAsync(HttpResponseMessage response, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode) return BotResult<long>.Failed(BotErrors.Of(response.StatusCode, null, null, null));
        if (response.Content.Headers.ContentLength > maxBytes) return TooLarge(maxBytes);

        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await CopyAsync(source, destination, maxBytes, cancellationToken);
    }

    /// <summary>
    /// Takes a file from where a server in local mode has put it, which names its whole path and serves nothing itself. That works where
    /// both see the same volume.
    /// </summary>
    public static async Task<BotResult<long>> CopyLocalAsync(string path, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        FileStream source;
        try
        {
            source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its directory is named after the bot's token, and the exception names it as well.
            return BotResult<long>.Failed(new BotError(BotErrorKind.NotFound, 0, $"'{Path.GetFileName(path)}' cannot be opened ({fault.GetType().Name})"));
        }

        await using (source) return await CopyAsync(source, destination, maxBytes, cancellationToken);
    }

    private static async Task<BotResult<long>> CopyAsync(Stream source, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (var total = 0L; ;)
            {
                var (read, error) = await ReadAsync(source, buffer, cancellationToken);
                if (error is not null) return BotResult<long>.Failed(error);
                if (read == 0) return BotResult<long>.Of(total);
                total += read;
                if (total > maxBytes) return TooLarge(maxBytes);
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Apart from writing, whose failure is no fault of the connection.
    private static async Task<(int Read, BotError? Error)> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return (await source.ReadAsync(buffer, cancellationToken), null);
        }
        catch (IOException failure)
        {
            return (0, BotErrors.Of(failure));
        }
    }

    private static BotResult<long> TooLarge(long maxBytes) =>
        BotResult<long>.Failed(new BotError(BotErrorKind.TooLarge, 0, $"The file is larger than {maxBytes} bytes"));
}
