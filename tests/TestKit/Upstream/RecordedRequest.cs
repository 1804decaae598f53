using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipeline.TestKit.Upstream;

/// <summary>A request that has arrived in full at the fake upstream.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource<RequestEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JsonElement? _json;

    private RecordedRequest(HttpRequest request, long arrivedAt, byte[] body)
    {
        ArrivedAt = TimeSpan.FromTicks((long)(arrivedAt * (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency));
        Method = request.Method;
        Path = request.Path.Value ?? "/";
        Headers = request.Headers.ToFrozenDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Body = body;
    }

    /// <summary>Place in the order of arrival over all requests, from 1.</summary>
    public int Order { get; internal set; }

    /// <summary>When its head had arrived, on a clock of this process.</summary>
    public TimeSpan ArrivedAt { get; }

    /// <summary>HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path without the query.</summary>
    public string Path { get; }

    /// <summary>Headers; names are not case-sensitive, several values are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body's bytes as they came.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as JSON; throws <see cref="JsonException"/> when it is none.</summary>
    public JsonElement Json => _json ??= JsonElement.Parse(Body.Span, new JsonDocumentOptions { MaxDepth = 1024 });

    /// <summary>Whether Anthropic's own API was called.</summary>
    public bool IsNative => Path == "/v1/messages";

    /// <summary>Whether the body asks for a stream.</summary>
    public bool IsStreaming => Property("stream") is { ValueKind: JsonValueKind.True };

    /// <summary>The model asked for, or <c>null</c>.</summary>
    public string? Model => Property("model") is { ValueKind: JsonValueKind.String } model ? model.GetString() : null;

    /// <summary>Whether a stream was asked to report its usage.</summary>
    internal bool WantsUsage =>
        Property("stream_options") is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("include_usage", out var wanted)
        && wanted.ValueKind is JsonValueKind.True;

    /// <summary>Completes when the request is over, with the way it ended.</summary>
    public Task<RequestEnd> Ended => _ended.Task;

    /// <summary>
    /// Completes when the client leaves before its answer has ended; fails when the request ends
    /// otherwise. A short answer may fit into socket buffers before the client is gone: hold it with
    /// <see cref="UpstreamReply.WaitFor(Task)"/> or <see cref="UpstreamReply.Silence"/>.
    /// </summary>
    public Task Disconnected => _disconnected.Task;

    /// <summary>The body as JSON when it is an object with that property.</summary>
    private JsonElement? Property(string name) =>
        Body.Length > 0 && Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value : null;

    internal static async Task<RecordedRequest> ReadAsync(HttpRequest request)
    {
        var arrivedAt = Stopwatch.GetTimestamp();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new RecordedRequest(request, arrivedAt, body.ToArray());
    }

    internal void End(RequestEnd end)
    {
        if (!_ended.TrySetResult(end)) return;

        if (end is RequestEnd.Disconnected) _disconnected.TrySetResult();
        else _disconnected.TrySetException(new InvalidOperationException(
            $"The client did not leave request {Order}: it ended as {end}."));
    }
}
