using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi;

/// <summary>
/// Calls Telegram's server. Its URLs hold the token, so nothing that knows a URL may speak: no factory's client (it
/// logs URLs), no tracing handler (it records them), no redirects, and no exception's words in an error.
/// </summary>
internal sealed class TelegramBotClient : ITelegramBotClient, IDisposable
{
    // A slow uplink: what is larger is given more time.
    private const double LeastBytesPerSecond = 64 * 1024;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ILogger<TelegramBotClient> _log;
    private readonly TimeSpan _timeout;
    private readonly string _methods;
    private readonly string _files;

    public TelegramBotClient(IOptions<TelegramBotOptions> options, TimeProvider time, ILogger<TelegramBotClient> log)
    {
        var server = options.Value.ApiBaseUrl.TrimEnd('/');
        var token = options.Value.BotToken ?? throw new InvalidOperationException("TELEGRAM_BOT_TOKEN is not set");
        _methods = $"{server}/bot{token}/";
        _files = $"{server}/file/bot{token}/";
        _timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
        (_time, _log) = (time, log);
        _http = new HttpClient(new SocketsHttpHandler
        {
            // Without a propagator the handler takes no part in tracing at all.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public Task<BotResult<TResponse>> SendRequest<TResponse>(BotRequest<TResponse> request, CancellationToken cancellationToken = default) =>
        CallAsync(
            () => new HttpRequestMessage(HttpMethod.Post, _methods + request.MethodName) { Content = request.ToHttpContent() },
            (response, token) => ReadAsync<TResponse>(response, token),
            request.ServerWait + _timeout,
            cancellationToken);

    /// <inheritdoc/>
    public Task<BotResult<long>> DownloadFile(string filePath, Stream destination, long maxBytes, CancellationToken cancellationToken = default) =>
        Path.IsPathRooted(filePath)
            ? CopyLocalAsync(filePath, destination, maxBytes, cancellationToken)
            : CallAsync(
                () => new HttpRequestMessage(HttpMethod.Get, _files + filePath),
                (response, token) => FileDownload.CopyAsync(response, destination, maxBytes, token),
                _timeout + TimeSpan.FromSeconds(maxBytes / LeastBytesPerSecond),
                cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<BotResult<long>> CopyLocalAsync(string path, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        var result = await FileDownload.CopyLocalAsync(path, destination, maxBytes, cancellationToken);
        if (result.Error is { Kind: BotErrorKind.NotFound } error)
        {
            _log.LogWarning(
                "The Bot API server runs with --local and names files by their path: mount its directory here at the same path, readable, or run it without --local. {Reason}",
                error.Description);
        }

        return result;
    }

    private async Task<BotResult<T>> CallAsync<T>(
        Func<HttpRequestMessage> create,
        Func<HttpResponseMessage, CancellationToken, Task<BotResult<T>>> read,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var message = create();
        var patience = limit + TimeSpan.FromSeconds((message.Content?.Headers.ContentLength ?? 0) / LeastBytesPerSecond);
        using var deadline = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await read(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BotResult<T>.Failed(new BotError(BotErrorKind.NoAnswer, 0, $"No answer within {Math.Ceiling(patience.TotalSeconds)} s"));
        }
        catch (HttpRequestException failure)
        {
            return BotResult<T>.Failed(BotErrors.Of(failure));
        }
    }

    private static async Task<BotResult<TResponse>> ReadAsync<TResponse>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ApiResponse<TResponse>? answer;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            answer = await JsonSerializer.DeserializeAsync(body, BotRequest<TResponse>.ResponseInfo, cancellationToken);
        }
        catch (JsonException)
        {
            // A proxy's page, or an answer that was cut. What was asked may have been done.
            return response.IsSuccessStatusCode
                ? BotResult<TResponse>.Failed(new BotError(BotErrorKind.NoAnswer, 0, "The answer is no JSON"))
                : BotResult<TResponse>.Failed(BotErrors.Of(response.StatusCode, null, null, null));
        }
        catch (IOException failure)
        {
            return BotResult<TResponse>.Failed(BotErrors.Of(failure));
        }

        return answer is { Ok: true, Result: not null }
            ? BotResult<TResponse>.Of(answer.Result)
            : BotResult<TResponse>.Failed(BotErrors.Of(response.StatusCode, answer?.ErrorCode, answer?.Description, answer?.Parameters));
    }
}
