using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Native.Events;

/// <summary>Reads one payload of an upstream that speaks Anthropic's API: an event, a whole message, or an error.</summary>
internal static class NativeEventReader
{
    // More than anybody is shown: a key must be whole to be recognised and left out.
    private const int ExcerptLength = 2_000;

    /// <summary>Fills the event; of something that is not JSON nothing but the error is left.</summary>
    public static void Read(ReadOnlySpan<byte> payload, NativeEvent read)
    {
        read.Clear();
        try
        {
            ReadRoot(payload, read);
        }
        catch (JsonException)
        {
            read.Clear();
            read.Error = new UpstreamError(
                Status: null,
                $"The upstream sent something that is not JSON: {Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, ExcerptLength)])}") { IsUnreadable = true };
        }
    }

    private static void ReadRoot(ReadOnlySpan<byte> payload, NativeEvent read)
    {
        var json = new JsonCursor(payload);
        if (!json.EnterObject()) throw new JsonException("The payload is not an object.");

        var type = default(string);
        var loose = default(ErrorFields);
        var isOpenAi = false;
        while (json.NextProperty())
        {
            if (json.Is("type"u8)) type = json.Text();
            else if (json.Is("index"u8)) read.Index = json.Integer();
            else if (json.Is("content_block"u8)) read.Block = BlockReader.ReadBlock(ref json);
            else if (json.Is("delta"u8)) ReadDelta(ref json, read);
            else if (json.Is("message"u8) && json.Kind == JsonTokenType.StartObject) ReadMessage(ref json, read);
            else if (json.Is("error"u8)) read.Error = ErrorFields.Read(ref json) ?? read.Error;
            else if (json.Is("choices"u8)) isOpenAi = true;
            else if (!TakeMessageField(ref json, read)) loose.Take(ref json);
        }

        json.ExpectEnd();
        read.Kind = KindOf(type);
        read.Error ??= ErrorOf(type, loose, isOpenAi);
    }

    private static UpstreamError? ErrorOf(string? type, ErrorFields loose, bool isOpenAi)
    {
        if (isOpenAi) return new UpstreamError(Status: null, "The upstream answered in OpenAI's format to a request in Anthropic's.") { IsUnreadable = true };

        // Gateways in front of the model answer in their own words, e.g. {"status":503,"title":…} or {"detail":…}.
        return type == "error" || (type is null && loose.HasMessage) ? loose.ToError() : null;
    }

    private static NativeEventKind KindOf(string? type) => type switch
    {
        "message_start" => NativeEventKind.MessageStart,
        "content_block_start" => NativeEventKind.BlockStart,
        "content_block_delta" => NativeEventKind.BlockDelta,
        "content_block_stop" => NativeEventKind.BlockStop,
        "message_delta" => NativeEventKind.MessageDelta,
        "message_stop" => NativeEventKind.MessageStop,
        "message" => NativeEventKind.WholeMessage,
        _ => NativeEventKind.Other,
    };

    private static DeltaKind DeltaKindOf(string? type) => type switch
    {
        "text_delta" => DeltaKind.Text,
        "thinking_delta" => DeltaKind.Thinking,
        "input_json_delta" => DeltaKind.Input,
        "signature_delta" => DeltaKind.Signature,
        _ => DeltaKind.Other,
    };

    private static void ReadMessage(ref JsonCursor json, NativeEvent read)
    {
        if (!json.EnterObject()) return;

        while (json.NextProperty()) TakeMessageField(ref json, read);
    }

    // These stand in `message`, in message_delta beside `delta`, and at the top of a whole message.
    private static bool TakeMessageField(ref JsonCursor json, NativeEvent read)
    {
        if (json.Is("id"u8)) read.MessageId = json.Text();
        else if (json.Is("usage"u8)) read.Usage = BlockReader.ReadUsage(ref json);
        else if (json.Is("content"u8)) BlockReader.ReadContent(ref json, read.Content);
        else if (json.Is("stop_reason"u8)) read.StopReason = json.Text();
        else if (json.Is("stop_sequence"u8)) read.StopSequence = json.Text();
        else return false;

        return true;
    }

    private static void ReadDelta(ref JsonCursor json, NativeEvent read)
    {
        var extent = BlockReader.ExtentOf(json);
        if (!json.EnterObject()) return;

        var kind = DeltaKind.Other;
        string? text = null, thinking = null, input = null, signature = null;
        while (json.NextProperty())
        {
            if (json.Is("type"u8)) kind = DeltaKindOf(json.Text());
            else if (json.Is("text"u8)) text = json.Text();
            else if (json.Is("thinking"u8)) thinking = json.Text();
            else if (json.Is("partial_json"u8))
            {
                // Some servers send the input itself where its text belongs.
                if (json.Kind != JsonTokenType.String) extent = default;
                input = json.TextOrRaw();
            }
            else if (json.Is("signature"u8)) signature = json.Text();
            else TakeMessageField(ref json, read);
        }

        var content = kind switch
        {
            DeltaKind.Text => text,
            DeltaKind.Thinking => thinking,
            DeltaKind.Input => input,
            DeltaKind.Signature => signature,
            _ => null,
        };
        read.Delta = new DeltaContent { Kind = kind, Text = content ?? string.Empty, Extent = extent };
    }
}
