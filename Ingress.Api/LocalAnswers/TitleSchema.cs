using System.Text.Json;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Recognises <c>output_config</c> whose format is a JSON schema with the one property <c>title</c>.</summary>
internal static class TitleSchema
{
    /// <summary>Whether it is; the value has been checked to be JSON.</summary>
    public static bool Is(ReadOnlySpan<byte> outputConfig)
    {
        if (outputConfig.IsEmpty) return false;

        var json = new Utf8JsonReader(outputConfig, new JsonReaderOptions { MaxDepth = 512 });
        json.Read();
        return TryEnter(ref json, "format"u8) && TryEnter(ref json, "schema"u8) && TryEnter(ref json, "properties"u8) && HasTitleAlone(ref json);
    }

    private static bool HasTitleAlone(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("title"u8)) return false;

        json.Read();
        json.Skip();
        return json.Read() && json.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>Goes on to the beginning of a property's object; false where the object has none such.</summary>
    private static bool TryEnter(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = json.ValueTextEquals(name);
            json.Read();
            if (isWanted) return json.TokenType == JsonTokenType.StartObject;
            json.Skip();
        }

        return false;
    }
}
