using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Transport.Frames;

/// <summary>Folds the events of a stream into the message that they describe.</summary>
public sealed class MessageFold
{
    // Nothing that is nested deeper can be told from a torso, nor does a client read it.
    private const int MaxDepth = 10_000;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A tool's input beside its block, in the stream's own words: parsed, it could be too deep or hold broken
    // escapes, which the stream passes on as they are.
    private readonly List<(JsonObject Block, string? Input)> _content = [];
    private readonly StringBuilder _text = new();
    private JsonObject _message = [];
    private JsonObject _block = [];
    private string _field = "";

    /// <summary>Adds one event of the stream, in order.</summary>
    /// <exception cref="JsonException">It is no event of a message.</exception>
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
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        WriteProperties(json, _message, except: "content");
        json.WriteStartArray("content"u8);
        foreach (var (block, input) in _content) WriteBlock(json, block, input);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteBlock(Utf8JsonWriter json, JsonObject block, string? input)
    {
        json.WriteStartObject();
        WriteProperties(json, block, except: input is null ? null : "input");
        if (input is not null)
        {
            json.WritePropertyName("input"u8);
            json.WriteRawValue(IsWhole(input) ? input : "{}", skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    // An answer that ends at its token limit may end within a tool's input. In a stream that is a torso; here it
    // would take the whole message with it.
    private static bool IsWhole(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, JsonObject properties, string? except)
    {
        foreach (var (name, value) in properties)
        {
            if (name == except) continue;

            json.WritePropertyName(name);
            if (value is null) json.WriteNullValue();
            else value.WriteTo(json);
        }
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
        var text = _text.Length > 0 ? _text.ToString() : null;
        var isInput = _field == "partial_json";
        if (text is not null && !isInput) _block[_field] = text;

        _content.Add((_block, isInput ? text : null));
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
