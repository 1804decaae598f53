using System.Text.Json;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Messages;

/// <summary>The part that reads single values. Each begins at the property's name and ends at its value's end.</summary>
internal ref partial struct RequestReader
{
    private bool NextProperty()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    private bool NextElement()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }

    private JsonTokenType ReadKind()
    {
        _json.Read();
        var kind = _json.TokenType;
        _json.Skip();
        return kind;
    }

    /// <summary>Enters an array; false where the value is null.</summary>
    private bool NextArray(string path)
    {
        _json.Read();
        return _json.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw Wrong(path, "an array"),
        };
    }

    private void ReadObject(string path)
    {
        if (ReadKind() is not (JsonTokenType.StartObject or JsonTokenType.Null)) throw Wrong(path, "an object");
    }

    private void ReadNumber(string path)
    {
        if (ReadKind() is not (JsonTokenType.Number or JsonTokenType.Null)) throw Wrong(path, "a number");
    }

    private long? ReadInteger(string path, int least)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return null;
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var value)) throw Wrong(path, "an integer");
        return value >= least ? value : throw Wrong(path, $"greater than or equal to {least}");
    }

    private bool ReadBoolean(string path) => ReadKind() switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Wrong(path, "true or false"),
    };

    private void ReadStrings(string path)
    {
        if (!NextArray(path)) return;

        for (var index = 0; NextElement(); index++)
        {
            if (_json.TokenType != JsonTokenType.String) throw Wrong($"{path}.{index}", "a string");
        }
    }

    private static ApiException Missing(string path) => ApiException.InvalidRequest($"{path}: field required");

    private static ApiException Wrong(string path, string expected) => ApiException.InvalidRequest($"{path}: must be {expected}");
}
