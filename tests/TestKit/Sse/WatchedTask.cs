using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Pipeline.TestKit.Sse;

/// <summary>A task's stream as a client reads it, event by event; its ids must grow.</summary>
public sealed class WatchedTask : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private long _last;

    private WatchedTask(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) => (_response, _events) = (response, events);

    /// <summary>Status of the response.</summary>
    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>Asks for a task's events.</summary>
    /// <param name="client">A client that presents the token.</param>
    /// <param name="address">Where the events are.</param>
    /// <param name="lastEventId">Sent as <c>Last-Event-ID</c>; null sends none.</param>
    public static async Task<WatchedTask> OpenAsync(HttpClient client, string address, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        return await OpenAsync(response);
    }

    /// <summary>Reads the events of a response whose headers are there.</summary>
    public static async Task<WatchedTask> OpenAsync(HttpResponseMessage response) =>
        new(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());

    /// <summary>Waits for the next event; null at the end of the stream.</summary>
    public async Task<TaskEvent?> NextAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().Soon()) return null;

        var item = _events.Current;
        if (item.EventId is { } id)
        {
            var value = long.Parse(id, CultureInfo.InvariantCulture);
            if (value <= _last) throw new InvalidDataException($"Event {value} follows event {_last}.");
            _last = value;
        }

        return new TaskEvent(item.EventId, item.EventType, JsonElement.Parse(item.Data));
    }

    /// <summary>Reads on until an event of this kind.</summary>
    public async Task<TaskEvent> UntilAsync(string name)
    {
        while (await NextAsync() is { } next)
        {
            if (next.Name == name) return next;
        }

        throw new EndOfStreamException($"The stream ended without {name}.");
    }

    /// <summary>Reads to the end.</summary>
    public async Task<IReadOnlyList<TaskEvent>> RestAsync()
    {
        List<TaskEvent> rest = [];
        while (await NextAsync() is { } next) rest.Add(next);
        return rest;
    }

    /// <inheritdoc/>
    public void Dispose() => _response.Dispose();
}

/// <summary>One event of a task's stream.</summary>
/// <param name="Id">Its <c>id</c> field; null where it has none.</param>
/// <param name="Name">Its <c>event</c> field.</param>
/// <param name="Data">Its <c>data</c> field as JSON.</param>
public sealed record TaskEvent(string? Id, string Name, JsonElement Data)
{
    /// <summary>What it says, in short.</summary>
    public string Brief => $"{Name} {Value("text") ?? Value("state") ?? Value("name")}".TrimEnd();

    /// <summary>One of its fields as text; null where it is not there.</summary>
    public string? Value(string field) => Data.TryGetProperty(field, out var value) ? value.ToString() : null;
}
