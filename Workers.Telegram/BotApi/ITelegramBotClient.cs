using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;

namespace Pipeline.Workers.Telegram.BotApi;

/// <summary>
/// Telegram's Bot API in the shape of the library Telegram.Bot (requests named as there, one method to send them), so
/// that the library can take this client's place. Unlike there, what Telegram refuses is a value, not an exception.
/// </summary>
internal interface ITelegramBotClient
{
    /// <summary>Calls a method.</summary>
    /// <param name="request">The method and its parameters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the method returned, or why there is no answer; nothing of it names the token.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    Task<BotResult<TResponse>> SendRequest<TResponse>(BotRequest<TResponse> request, CancellationToken cancellationToken = default);

    /// <summary>Downloads a file that <see cref="GetFileRequest"/> named.</summary>
    /// <param name="filePath">Its path on the server.</param>
    /// <param name="destination">Where its bytes go; some may be there even if the download fails.</param>
    /// <param name="maxBytes">The most bytes that are taken; a larger file is refused.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>How many bytes there were, or why there are none.</returns>
    Task<BotResult<long>> DownloadFile(string filePath, Stream destination, long maxBytes, CancellationToken cancellationToken = default);
}
