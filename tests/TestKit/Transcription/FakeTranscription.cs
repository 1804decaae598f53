using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Transcription;

/// <summary>
/// A server that writes audio down: OpenAI's <c>/v1/audio/transcriptions</c> and Deepgram's <c>/v1/listen</c> over real HTTP. It plays the
/// replies in the queue, faults included, then a default, and records what was uploaded.
/// </summary>
public sealed class FakeTranscription : IAsyncDisposable
{
    private readonly WebApplication _server = LoopbackServer.Build(port: 0);
    private readonly ConcurrentQueue<TranscriptionReply> _replies = new();
    private readonly ConcurrentQueue<TranscriptionRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _left = new(0);

    private FakeTranscription() => _server.Run(HandleAsync);

    /// <summary>Address of the API, with <c>/v1</c>.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>The reply where the queue has none.</summary>
    public TranscriptionReply Default { get; set; } = TranscriptionReply.Of("hello");

    /// <summary>What was uploaded in full, in order.</summary>
    public IReadOnlyList<TranscriptionRequest> Requests => [.. _requests];

    /// <summary>Starts a server.</summary>
    public static async Task<FakeTranscription> StartAsync()
    {
        var fake = new FakeTranscription();
        await fake._server.StartAsync();
        fake.BaseUrl = $"{fake._server.Urls.Single()}/v1";
        return fake;
    }

    /// <summary>Adds replies, one for each coming request.</summary>
    public void Enqueue(params TranscriptionReply[] replies)
    {
        foreach (var reply in replies) _replies.Enqueue(reply);
    }

    /// <summary>Waits for the next request that has not been waited for.</summary>
    public Task ArrivedAsync() => _arrived.WaitAsync().Soon("a request for a transcript");

    /// <summary>Waits for a client that leaves before it has its answer.</summary>
    public Task LeftAsync() => _left.WaitAsync().Soon("the client to leave");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        _requests.Enqueue(await ReadAsync(context.Request));
        _arrived.Release();
        var reply = _replies.TryDequeue(out var next) ? next : Default;
        if (reply.Hangs) await HangAsync(context);
        if (reply.Hangs || reply.Breaks)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        if (reply.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds;
        await context.Response.WriteAsync(reply.Body ?? Transcript(context.Request, reply.Text));
    }

    private async Task HangAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _left.Release();
    }

    private static async Task<TranscriptionRequest> ReadAsync(HttpRequest request)
    {
        var authorization = request.Headers.Authorization is [{ } value] ? value : null;
        var path = $"{request.Path}{request.QueryString}";
        using var audio = new MemoryStream();
        if (!request.HasFormContentType)
        {
            await request.Body.CopyToAsync(audio);
            return new TranscriptionRequest(path, authorization, request.Query["model"], null, request.ContentType, audio.ToArray());
        }

        var form = await request.ReadFormAsync();
        var file = form.Files["file"]!;
        await file.CopyToAsync(audio);
        return new TranscriptionRequest(path, authorization, form["model"], file.FileName, file.ContentType, audio.ToArray());
    }

    private static string Transcript(HttpRequest request, string text)
    {
        var words = JsonSerializer.Serialize(text);
        return request.HasFormContentType
            ? $$"""{"text":{{words}}}"""
            : $$$"""{"metadata":{},"results":{"channels":[{"alternatives":[{"transcript":{{{words}}},"confidence":0.99}]}]}}""";
    }
}
