using System.Text.Json;

namespace Pipeline.Tokens.Prompts;

/// <summary>The part that reads single values.</summary>
internal ref partial struct PromptReader
{
    /// <summary>Whether the property at hand has this name. Nobody spells the API's names with escapes.</summary>
    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueSpan.SequenceEqual(name);

    private bool NextProperty() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private bool NextElement() => _json.Read() && _json.TokenType != JsonTokenType.EndArray;

    private bool EntersArray()
    {
        _json.Read();
        return IsOrPass(JsonTokenType.StartArray);
    }

    private bool EntersObject()
    {
        _json.Read();
        return IsObject();
    }

    private bool IsObject() => IsOrPass(JsonTokenType.StartObject);

    /// <summary>Whether such a value begins here; any other is passed over.</summary>
    private bool IsOrPass(JsonTokenType kind)
    {
        if (_json.TokenType == kind) return true;

        _json.Skip();
        return false;
    }

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }

    /// <summary>The inside of a string, as it is escaped; nothing where the value is none.</summary>
    private ReadOnlySpan<byte> ReadString()
    {
        SkipValue();
        return _json.TokenType == JsonTokenType.String ? _json.ValueSpan : default;
    }

    /// <summary>A value as it was sent.</summary>
    private ReadOnlySpan<byte> ReadJson()
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return _request[start..(int)_json.BytesConsumed];
    }
}
