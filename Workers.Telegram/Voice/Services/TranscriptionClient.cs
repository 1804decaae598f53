using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Transport.Secrets;

namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>Asks the configured service, again where a failure may pass.</summary>
internal sealed class TranscriptionClient : IDisposable
{
    /// <summary>Longest time that a service is left alone for within one note.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private const int MostAnswerBytes = 4 << 20;
    private const int MostLoggedCharacters = 300;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        // Each try has its own limit.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostAnswerBytes,
    };

    private readonly VoiceOptions _options;
    private readonly ITranscriptionService _service;
    private readonly ServiceFailures _failures;
    private readonly TimeProvider _time;
    private readonly ILogger<TranscriptionClient> _log;

    public TranscriptionClient(IOptions<VoiceOptions> options, TimeProvider time, ILogger<TranscriptionClient> log)
    {
        (_options, _time, _log) = (options.Value, time, log);
        _service = string.IsNullOrEmpty(_options.BaseUrl) ? new DeepgramTranscription(_options) : new OpenAiTranscription(_options);
        _failures = new ServiceFailures(_service);
    }

    /// <summary>Service and model, by which transcripts are told apart.</summary>
    public string Model => $"{_service.Name}/{_service.Model}";

    /// <summary>What is said in the audio; empty where nothing is.</summary>
    /// <exception cref="VoiceException">The service could not, or would not.</exception>
    public async Task<string> TranscribeAsync(VoiceNote note, FetchedAudio audio, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await AskAsync(note, audio, cancellationToken);
            if (answer.Text is { } text) return text;
            if (!answer.MayPass || tries >= _options.MaxRetries || answer.RetryAfter > LongestPause) throw new VoiceException(answer.Failure!);

            await Task.Delay(answer.RetryAfter ?? Backoff(tries), _time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ServiceAnswer> AskAsync(VoiceNote note, FetchedAudio audio, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = _service.CreateRequest(note, audio.Open());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, ending.Token);
            var body = await response.Content.ReadAsStringAsync(ending.Token);
            if (response.IsSuccessStatusCode) return Read(body);

            Log($"status {(int)response.StatusCode}: {body}");
            return _failures.Refused(response.StatusCode, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _failures.TooSlow(_options.TimeoutSeconds);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Log(fault.Message);
            return _failures.Unreachable();
        }
    }

    private ServiceAnswer Read(string body)
    {
        try
        {
            if (_service.ReadText(JsonElement.Parse(body)) is { } text) return ServiceAnswer.Heard(text);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            _log.LogDebug(fault, "The answer has another form than expected");
        }

        Log($"no transcript: {body}");
        return _failures.Unreadable();
    }

    // What a service says may repeat the key.
    private void Log(string words)
    {
        var hidden = SecretPatterns.Hide(string.IsNullOrEmpty(_service.Key) ? words : words.Replace(_service.Key, SecretPatterns.Mark, StringComparison.Ordinal));
        _log.LogWarning("{Service} did not write a voice note down: {Words}", _service.Name, hidden.Length > MostLoggedCharacters ? hidden[..MostLoggedCharacters] : hidden);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }

    // With jitter, so that what was refused together does not come back together.
    private static TimeSpan Backoff(int tries)
    {
        var pause = FirstPause * Math.Pow(2, tries) * (0.5 + (Random.Shared.NextDouble() / 2));
        return pause < LongestPause ? pause : LongestPause;
    }
}
