using System.Text;
using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>
/// Walks a JSON text forwards and forgives: values of an unexpected kind read as null, and what is not
/// looked at is skipped.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Tool arguments may be nested; deeper than this they are an attack.</summary>
    public const int MaxDepth = 256;

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _name;
    private bool _unread;

    /// <exception cref="JsonException">The text does not begin as JSON.</exception>
    public JsonCursor(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        ReadValue();
    }

    public readonly JsonTokenType Kind => _reader.TokenType;

    /// <summary>Whether the current property has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _name.SequenceEqual(name);

    public bool EnterObject() => Enter(JsonTokenType.StartObject);

    public bool EnterArray() => Enter(JsonTokenType.StartArray);

    /// <summary>Goes to the value of the next property; false at the end of the object.</summary>
    public bool NextProperty()
    {
        SkipUnread();
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject) return false;

        _name = _reader.ValueSpan;
        ReadValue();
        return true;
    }

    /// <summary>Goes to the next item; false at the end of the array.</summary>
    public bool NextItem()
    {
        SkipUnread();
        ReadValue();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>The value if it is a string.</summary>
    public readonly string? Text()
    {
        if (_reader.TokenType != JsonTokenType.String) return null;
        return _reader.ValueIsEscaped ? JsonStrings.Unescape(_reader.ValueSpan) : Encoding.UTF8.GetString(_reader.ValueSpan);
    }

    /// <summary>The value if it is a whole number.</summary>
    public readonly int? Integer() =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : null;

    /// <summary>A string's content, or any other value's JSON; null for null.</summary>
    public string? TextOrRaw() => _reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => Text(),
        _ => Raw(),
    };

    /// <summary>Where the value stands in the text.</summary>
    public Range Extent()
    {
        var start = (int)_reader.TokenStartIndex;
        SkipUnread();
        return start..(int)_reader.BytesConsumed;
    }

    /// <summary>Reads to the end.</summary>
    /// <exception cref="JsonException">Something follows the value.</exception>
    public void ExpectEnd()
    {
        SkipUnread();
        _reader.Read();
    }

    private string Raw() => Encoding.UTF8.GetString(_json[Extent()]);

    private bool Enter(JsonTokenType kind)
    {
        if (_reader.TokenType != kind || !_unread) return false;

        _unread = false;
        return true;
    }

    private void ReadValue()
    {
        _reader.Read();
        _unread = _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
    }

    private void SkipUnread()
    {
        if (!_unread) return;

        _reader.Skip();
        _unread = false;
    }
}
