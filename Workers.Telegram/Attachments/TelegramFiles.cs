using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Fetches the files that Telegram keeps of people's messages.</summary>
internal sealed class TelegramFiles(ITelegramBotClient bot, TimeProvider time, Func<double> chance)
{
    // Then whoever wants it lets others have their turn, and tries again.
    private const int MostTries = 4;

    /// <summary>Fetches a file into one of its own, which goes when it is closed.</summary>
    /// <param name="fileId">Telegram's name of it.</param>
    /// <param name="megabytes">The most that is taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkspaceFileException">Says in words why there is none, and never will be.</exception>
    /// <exception cref="HttpRequestException">Telegram cannot be reached now; it may be later.</exception>
    public async Task<Stream> OpenAsync(string fileId, int megabytes, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(chance);
        for (var n = 1; ; n++)
        {
            var (file, error) = await TryOpenAsync(fileId, (long)megabytes * AttachmentOptions.Megabyte, cancellationToken);
            if (file is not null) return file;
            if (!error!.MayPass) throw new WorkspaceFileException(Words(error, megabytes));
            if (n == MostTries) throw new HttpRequestException($"Telegram's server gives a file not now: {error.Description}");

            var pause = backoff.Next();
            await Task.Delay(error.RetryAfter > pause ? error.RetryAfter : pause, time, cancellationToken);
        }
    }

    private async Task<(Stream? File, BotError? Error)> TryOpenAsync(string fileId, long most, CancellationToken cancellationToken)
    {
        var file = TemporaryFiles.Create();
        var isFetched = false;
        try
        {
            var result = await TryFetchAsync(fileId, file, most, cancellationToken);
            (isFetched, file.Position) = (result.IsOk, 0);
            return isFetched ? (file, null) : (null, result.Error);
        }
        finally
        {
            if (!isFetched) await file.DisposeAsync();
        }
    }

    private async Task<BotResult<long>> TryFetchAsync(string fileId, FileStream file, long most, CancellationToken cancellationToken)
    {
        var named = await bot.SendRequest(new GetFileRequest(fileId), cancellationToken);
        if (!named.IsOk) return BotResult<long>.Failed(named.Error);
        return named.Value.FilePath is { } path
            ? await bot.DownloadFile(path, file, most, cancellationToken)
            : BotResult<long>.Failed(new BotError(BotErrorKind.NotFound, 0, "Telegram does not say where it is"));
    }

    private static string Words(BotError error, int megabytes) => error.Kind == BotErrorKind.TooLarge
        ? $"This file is too large: I take files of up to {megabytes} MB, and Telegram's own server gives me no more than 20."
        : "I could not fetch your file from Telegram. Please send it again.";
}
