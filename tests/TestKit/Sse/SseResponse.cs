using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.TestKit.Sse;

/// <summary>
/// A response whose body is read as it arrives, and only as far as the test reads. Disposing it early
/// closes the connection, as a client that leaves does.
/// </summary>
public sealed class SseResponse : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly RecordingStream _body;

    private SseResponse(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _body = new RecordingStream(body);
    }

    /// <summary>Status of the response.</summary>
    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>Headers of the response.</summary>
    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>Headers of the content, for instance its type.</summary>
    public HttpContentHeaders ContentHeaders => _response.Content.Headers;

    /// <summary>The body's bytes that have been read so far.</summary>
    public byte[] RawBytes => _body.Recorded;

    /// <summary>The body read so far, as text.</summary>
    public string RawText => Encoding.UTF8.GetString(RawBytes);

    /// <summary>Events as they arrive. Stopping keeps the connection open; it can be enumerated once.</summary>
    public async IAsyncEnumerable<SseEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in SseParser.Create(_body).EnumerateAsync(cancellationToken))
            yield return new SseEvent(item.EventType, Parse(item));
    }

    /// <summary>All events to the end of the stream.</summary>
    public async Task<IReadOnlyList<SseEvent>> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        var events = new List<SseEvent>();
        await foreach (var next in EventsAsync(cancellationToken)) events.Add(next);
        return events;
    }

    /// <summary>The rest of the body as one JSON value.</summary>
    public async Task<JsonElement> ReadJsonAsync(CancellationToken cancellationToken = default)
    {
        using var document = await JsonDocument.ParseAsync(_body, cancellationToken: cancellationToken);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _response.Dispose();
        _body.Dispose();
    }

    internal static async Task<SseResponse> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellationToken));

    private static JsonElement Parse(SseItem<string> item)
    {
        try
        {
            return JsonElement.Parse(item.Data);
        }
        catch (JsonException invalid)
        {
            throw new InvalidDataException($"The data of event '{item.EventType}' is not JSON: {item.Data}", invalid);
        }
    }
}
