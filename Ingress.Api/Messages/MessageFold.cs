using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Ingress.Messages;

/// <summary>Folds the events of a stream into the message that they describe.</summary>
internal sealed class MessageFold
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _content = [];
    private readonly StringBuilder _text = new();
    private JsonObject _message = [];
    private JsonObject _block = [];
    private string _field = "";

    /// <summary>Adds one event of the stream, in order.</summary>
    public void Add(ReadOnlyMemory<byte> payload)
    {
        var data = JsonNode.Parse(payload.Span)!.AsObject();
        switch ((string?)data["type"])
        {
            case "message_start":
                _message = Take(data, "message");
                break;
            case "content_block_start":
                _block = Take(data, "content_block");
                break;
            case "content_block_delta":
                AddDelta(data["delta"]!.AsObject());
                break;
            case "content_block_stop":
                CloseBlock();
                break;
            case "message_delta":
                AddEnd(data);
                break;
        }
    }

    /// <summary>The whole message, in UTF-8.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        _message["content"] = _content;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Compact);
        _message.WriteTo(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void AddDelta(JsonObject delta)
    {
        var kind = (string?)delta["type"];
        if (kind == "signature_delta")
        {
            _block["signature"] = delta["signature"]!.DeepClone();
            return;
        }

        _field = kind switch
        {
            "text_delta" => "text",
            "thinking_delta" => "thinking",
            "input_json_delta" => "partial_json",
            _ => throw new JsonException($"Unknown delta {kind}."),
        };
        _text.Append((string?)delta[_field]);
    }

    private void CloseBlock()
    {
        if (_text.Length > 0)
        {
            var text = _text.ToString();
            if (_field == "partial_json") _block["input"] = JsonNode.Parse(text);
            else _block[_field] = text;
        }

        _content.Add(_block);
        _text.Clear();
    }

    private void AddEnd(JsonObject data)
    {
        foreach (var (name, value) in data["delta"]!.AsObject()) _message[name] = value?.DeepClone();
        if (data["usage"] is not JsonObject end) return;

        var usage = _message["usage"]!.AsObject();
        foreach (var (name, value) in end) usage[name] = value?.DeepClone();
    }

    private static JsonObject Take(JsonObject data, string name)
    {
        var value = data[name]!.AsObject();
        data.Remove(name);
        return value;
    }
}
