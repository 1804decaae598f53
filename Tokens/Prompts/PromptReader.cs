using System.Text.Json;
using Pipeline.Tokens.Prompts.Texts;

namespace Pipeline.Tokens.Prompts;

/// <summary>Reads a request and adds up its prompt. Its parts read blocks, sources, tools and single values.</summary>
internal ref partial struct PromptReader
{
    // As deep as requests are taken.
    private const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _request;
    private readonly TextCounter _texts;
    private Utf8JsonReader _json;
    private int _text;
    private int _thinking;
    private int _images;
    private int _documents;

    public PromptReader(ReadOnlySpan<byte> request, TextCounter texts)
    {
        _request = request;
        _texts = texts;
        _json = new Utf8JsonReader(request, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <exception cref="JsonException">The request is not JSON.</exception>
    public PromptCount Read()
    {
        _text = Overheads.Request;
        if (EntersObject())
        {
            while (NextProperty()) ReadField();
        }

        return new PromptCount(_text, _thinking, _images, _documents);
    }

    private void ReadField()
    {
        if (Is("messages"u8)) ReadMessages();
        else if (Is("system"u8)) ReadSystem();
        else if (Is("tools"u8)) ReadTools();
        else if (Is("tool_choice"u8)) ReadToolChoice();
        else SkipValue();
    }

    private void ReadMessages()
    {
        if (!EntersArray()) return;

        while (NextElement()) ReadMessage();
    }

    private void ReadMessage()
    {
        _text += Overheads.Message;
        if (!IsObject()) return;

        while (NextProperty())
        {
            if (Is("content"u8)) ReadContent();
            else SkipValue();
        }
    }

    private void ReadSystem()
    {
        _json.Read();
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray)) return;

        _text += Overheads.Message;
        if (_json.TokenType == JsonTokenType.String)
        {
            CountInstruction();
            return;
        }

        while (NextElement()) ReadInstruction();
    }

    private void ReadInstruction()
    {
        if (!IsObject()) return;

        while (NextProperty())
        {
            var isText = Is("text"u8);
            SkipValue();
            if (isText && _json.TokenType == JsonTokenType.String) CountInstruction();
        }
    }

    // No model is sent the billing header.
    private void CountInstruction() => _text += _texts.OfString(BillingHeader.Without(_json.ValueSpan));
}
