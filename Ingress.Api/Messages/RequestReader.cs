using System.Text.Json;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Messages;

/// <summary>
/// Checks a Messages request in one pass over its bytes, without building a document. Fields that this
/// version does not know are skipped, never an error; a field that it knows must have its type.
/// </summary>
internal ref partial struct RequestReader
{
    // What the CLI itself adds to a person's message, in a block of its own.
    private static ReadOnlySpan<byte> Reminder => "<system-reminder>"u8;

    // Tool schemas nest deeper than the reader's default of 64.
    private const int MaxDepth = 512;

    private Utf8JsonReader _json;
    private RequestOutline _outline;

    private readonly ReadOnlySpan<byte> _body;

    private RequestReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Checks one request.</summary>
    /// <param name="body">The client's own bytes.</param>
    /// <param name="wantsAnswer">Whether it must say how long its answer may be; one that is only counted need not.</param>
    /// <exception cref="ApiException">400: the JSON is malformed, or a field is missing or of the wrong type.</exception>
    public static RequestShape Read(ReadOnlySpan<byte> body, bool wantsAnswer = true)
    {
        try
        {
            return new RequestReader(body).ReadRequest(wantsAnswer);
        }
        catch (JsonException fault)
        {
            throw ApiException.InvalidRequest(
                $"The body is not valid JSON: see line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a string that is not valid UTF-8 or UTF-16.
            throw ApiException.InvalidRequest("The body is not valid JSON: a name or the model is not valid text (UTF-8, or \\u escapes in pairs).");
        }
    }

    private RequestShape ReadRequest(bool wantsAnswer)
    {
        string? model = null;
        long? maxTokens = null;
        bool stream = false, hasMessages = false;

        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) throw ApiException.InvalidRequest("The body must be a JSON object.");

        while (NextProperty())
        {
            if (_json.ValueTextEquals("model"u8)) model = ReadModel();
            else if (_json.ValueTextEquals("messages"u8)) hasMessages = ReadMessages();
            else if (_json.ValueTextEquals("max_tokens"u8)) maxTokens = ReadInteger("max_tokens", least: 1);
            else if (_json.ValueTextEquals("stream"u8)) stream = ReadBoolean("stream");
            else if (_json.ValueTextEquals("system"u8)) ReadSystem();
            else if (_json.ValueTextEquals("tools"u8)) ReadTools();
            else if (_json.ValueTextEquals("tool_choice"u8)) ReadToolChoice();
            else if (_json.ValueTextEquals("stop_sequences"u8)) ReadStrings("stop_sequences");
            else if (_json.ValueTextEquals("temperature"u8)) ReadNumber("temperature");
            else if (_json.ValueTextEquals("top_p"u8)) ReadNumber("top_p");
            else if (_json.ValueTextEquals("top_k"u8)) ReadInteger("top_k", least: 0);
            else if (_json.ValueTextEquals("thinking"u8)) ReadObject("thinking");
            else if (_json.ValueTextEquals("output_config"u8)) ReadOutputConfig();
            else if (_json.ValueTextEquals("metadata"u8)) ReadObject("metadata");
            else SkipValue();
        }

        // Finds anything that follows the object.
        while (_json.Read())
        {
        }

        if (model is null) throw Missing("model");
        if (wantsAnswer && maxTokens is null) throw Missing("max_tokens");
        if (!hasMessages) throw Missing("messages");
        return new RequestShape(model, stream, IsProbe: maxTokens == 1, _outline);
    }

    private void ReadOutputConfig()
    {
        var start = (int)_json.BytesConsumed;
        ReadObject("output_config");
        _outline.OutputConfig = new JsonSlice(start, (int)_json.BytesConsumed - start);
    }

    private string ReadModel()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String || _json.ValueSpan.IsEmpty) throw Wrong("model", "a non-empty string");
        return _json.GetString()!;
    }
}
