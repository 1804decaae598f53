using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>Reads what an error response says, in any of the forms that OpenAI-compatible servers use.</summary>
internal static class ErrorResponse
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a response whose status is an error; where its body breaks off, the status alone says enough.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancelled"/> has fired.</exception>
    public static async Task<Refusal> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken idle, CancellationToken cancelled)
    {
        var body = ReadOnlyMemory<byte>.Empty;
        try
        {
            body = await ReadBodyAsync(response, idle);
        }
        catch (Exception fault) when (
            fault is IOException or HttpRequestException or InvalidDataException
            || (fault is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            // Said above.
        }

        return new Refusal((int)response.StatusCode, Encoding.UTF8.GetString(body.Span), Words(body), RetryAfter(response, time));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string? Words(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Words(json.RootElement);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body.Span).Trim();
            return text.Length == 0 ? null : text.StartsWith('<') ? "an HTML page" : text;
        }
    }

    private static string? Words(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Object => Said(json, "error") ?? Said(json, "message") ?? Said(json, "detail") ?? Said(json, "title") ?? json.GetRawText(),
        JsonValueKind.Array or JsonValueKind.Number => json.GetRawText(),
        _ => null,
    };

    private static string? Said(JsonElement json, string name) => json.Member(name) is { } value ? Words(value) : null;
}
