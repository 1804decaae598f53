using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Fetches the files that Telegram keeps of people's messages.</summary>
internal sealed class TelegramFiles(ITelegramBotClient bot, TimeProvider time, Func<double> chance)
{
    private const int MostTries = 4;

    /// <summary>Fetches a file into one of its own, which goes when it is closed.</summary>
    /// <param name="fileId">Telegram's name of it.</param>
    /// <param name="megabytes">The most that is taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkspaceFileException">Says in words why there is none.</exception>
    public async Task<Stream> OpenAsync(string fileId, int megabytes, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(chance);
        for (var n = 1; ; n++)
        {
            var file = CreateFile();
            var result = await TryFetchAsync(fileId, file, (long)megabytes * AttachmentOptions.Megabyte, cancellationToken);
            if (result.IsOk)
            {
                file.Position = 0;
                return file;
            }

            await file.DisposeAsync();
            if (!result.Error.MayPass || n == MostTries) throw new WorkspaceFileException(Words(result.Error, megabytes));
            var pause = backoff.Next();
            await Task.Delay(result.Error.RetryAfter > pause ? result.Error.RetryAfter : pause, time, cancellationToken);
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

    private static FileStream CreateFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"pipeline-file-{Guid.NewGuid():N}"), options);
    }
}
