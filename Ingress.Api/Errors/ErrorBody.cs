using System.Buffers;
using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Recording;

namespace Pipeline.Ingress.Errors;

/// <summary>Anthropic's error JSON, for a body or for an SSE <c>error</c> event.</summary>
internal static class ErrorBody
{
    /// <param name="type">Anthropic's error type.</param>
    /// <param name="message">What happened; the request's id is added, as Claude Code shows nothing but these words.</param>
    /// <param name="requestId">The request's id.</param>
    public static ReadOnlyMemory<byte> Create(string type, string message, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, type);
        json.WriteString("message"u8, $"{message} (request {requestId})");
        json.WriteEndObject();
        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Answers with the failure's status; the response must not have started.</summary>
    public static async Task WriteAsync(HttpContext http, Failure failure)
    {
        http.Record()?.Refused(failure);
        http.Response.StatusCode = failure.Status;
        http.Response.ContentType = "application/json";
        if (failure.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();

        var body = Create(failure.Type, failure.Message, http.RequestId());
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
