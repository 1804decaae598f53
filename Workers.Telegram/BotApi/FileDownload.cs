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
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var total = 0L;
            while (await source.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                total += read;
                if (total > maxBytes) return TooLarge(maxBytes);
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return BotResult<long>.Of(total);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static BotResult<long> TooLarge(long maxBytes) =>
        BotResult<long>.Failed(new BotError(BotErrorKind.TooLarge, 0, $"The file is larger than {maxBytes} bytes"));
}
