using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.Persistence.RequestLog;

namespace Pipeline.Ingress.Recording;

/// <summary>
/// The text of an answer as a person reads it: block after block, thinking and tool calls under their type in
/// brackets. Used only where the request log keeps content.
/// </summary>
internal sealed class AnswerText
{
    private readonly StringBuilder _text = new();

    public void Add(Frame frame)
    {
        if (frame.Kind is not (FrameKind.ContentBlockStart or FrameKind.ContentBlockDelta)) return;
        if (_text.Length >= RequestLogOptions.MaxAnswerLength) return;

        try
        {
            using var json = JsonDocument.Parse(frame.Payload);
            if (json.RootElement.TryGetProperty("content_block", out var block)) BeginBlock(block);
            else if (json.RootElement.TryGetProperty("delta", out var delta)) AddDelta(delta);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Such as half of a character. The client gets the event as it is; that the log lacks it must not
            // break the answer.
        }
    }

    /// <summary>The text so far; null where there is none.</summary>
    public string? Read()
    {
        if (_text.Length == 0) return null;

        var length = Math.Min(_text.Length, RequestLogOptions.MaxAnswerLength);
        if (length < _text.Length && char.IsHighSurrogate(_text[length - 1])) length--;
        return _text.ToString(0, length);
    }

    private void BeginBlock(JsonElement block)
    {
        if (_text.Length > 0) _text.Append('\n');
        var type = Value(block, "type");
        if (type == "text") return;

        _text.Append('[').Append(type);
        if (Value(block, "name") is { } name) _text.Append(' ').Append(name);
        _text.Append("] ");
    }

    private void AddDelta(JsonElement delta) =>
        _text.Append(Value(delta, "text") ?? Value(delta, "thinking") ?? Value(delta, "partial_json"));

    private static string? Value(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
