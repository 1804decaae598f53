using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Pipeline.TestKit.Upstream;

/// <summary>
/// An OpenAI-compatible upstream, or by <c>/v1/messages</c> one that speaks Anthropic's API: a real HTTP server on the
/// loopback interface that plays scripted replies, faults included, and records what it was asked. A script that cannot be played makes the
/// waits on the logs and <see cref="DisposeAsync"/> throw.
/// </summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ReplyScript _script = new();
    private readonly CancellationTokenSource _stopping = new();
    private Exception? _misuse;
    private int _arrived;

    private FakeUpstream(int port)
    {
        Requests = new RequestLog(NextOrder);
        OtherRequests = new RequestLog(NextOrder);
        _server = LoopbackServer.Build(port);
        _server.Run(HandleAsync);
    }

    /// <summary>Where the server listens, for instance <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The base URL as it is configured for an upstream: <see cref="BaseAddress"/> with <c>v1</c>.</summary>
    public Uri ApiAddress => new(BaseAddress, "v1");

    /// <summary>The completions asked for, by either API.</summary>
    public RequestLog Requests { get; }

    /// <summary>All other requests: the model list, and whatever was not expected.</summary>
    public RequestLog OtherRequests { get; }

    /// <summary>Answers what the queue has no reply for; null passes on to <see cref="Default"/>.</summary>
    public Func<RecordedRequest, UpstreamReply?>? Responder
    {
        get => _script.Responder;
        set => _script.Responder = value;
    }

    /// <summary>The last resort, at first the answer "ok" in the form of the API that is called. Null makes a request without a reply a misuse of the script.</summary>
    public UpstreamReply? Default
    {
        get => _script.Default;
        set => _script.Default = value;
    }

    /// <summary>Replies in the queue that no request has taken yet.</summary>
    public int QueuedReplies => _script.Queued;

    /// <summary>Ids in the model list.</summary>
    public IReadOnlyList<string> ModelIds { get; set; } = ["test/model"];

    /// <summary>Replaces the answer to a request for the model list.</summary>
    public UpstreamReply? ModelsReply { get; set; }

    /// <summary>The only key that is accepted; others get a 401. Null accepts all.</summary>
    public string? RequiredKey { get; set; }

    /// <summary>Starts a server.</summary>
    /// <param name="port">0 takes any free port; another one brings an upstream back where it was.</param>
    public static async Task<FakeUpstream> StartAsync(int port = 0)
    {
        var upstream = new FakeUpstream(port);
        await upstream._server.StartAsync();
        upstream.BaseAddress = new Uri(upstream._server.Urls.Single());
        return upstream;
    }

    /// <summary>Adds replies, one for each coming completion request.</summary>
    public FakeUpstream Enqueue(params UpstreamReply[] replies)
    {
        _script.Enqueue(replies);
        return this;
    }

    /// <summary>Aborts what is in flight, stops the server and throws if the script was misused.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
        if (_misuse is not null) throw new InvalidOperationException($"The fake upstream was misused: {_misuse.Message}", _misuse);
    }

    private int NextOrder() => Interlocked.Increment(ref _arrived);

    private async Task HandleAsync(HttpContext context)
    {
        var request = await RecordedRequest.ReadAsync(context.Request);
        var isCompletion = request.Method == "POST" && (request.IsNative || request.Path == "/v1/chat/completions");
        var log = isCompletion ? Requests : OtherRequests;
        log.Arrive(request);

        var end = RequestEnd.Misused;
        try
        {
            var reply = Choose(request, isCompletion);
            using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            end = await new ReplyPlayer(context, request, () => log.Leave(request), interrupted.Token).PlayAsync(reply);
        }
        catch (OperationCanceledException left) when (left is ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            end = RequestEnd.Disconnected;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            end = RequestEnd.Stopped;
            context.Abort();
        }
        catch (Exception misuse)
        {
            await ReportAsync(context, misuse);
        }
        finally
        {
            log.Leave(request);
            request.End(end);
        }
    }

    private UpstreamReply Choose(RecordedRequest request, bool isCompletion)
    {
        if (RequiredKey is not null && request.Headers.GetValueOrDefault("Authorization") != $"Bearer {RequiredKey}")
            return UpstreamReply.Error(401);

        if (isCompletion) return _script.Next(request);

        return request is { Method: "GET", Path: "/v1/models" }
            ? ModelsReply ?? UpstreamReply.ModelList(ModelIds)
            : UpstreamReply.Body(404, "text/plain", "404 page not found\n");
    }

    /// <summary>The caller gets an answer that no retry can help; the test gets the reason from its next wait.</summary>
    private async Task ReportAsync(HttpContext context, Exception misuse)
    {
        Interlocked.CompareExchange(ref _misuse, misuse, null);
        Requests.Fail(misuse);
        OtherRequests.Fail(misuse);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync($"The fake upstream was misused: {misuse.Message}");
    }
}
