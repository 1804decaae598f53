using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>Questions about JSON that is at hand as text.</summary>
internal static class JsonObjects
{
    /// <summary>Whether the text is one valid JSON object.</summary>
    public static bool IsValid(string json) => KindOf(json) == JsonTokenType.StartObject;

    /// <summary>The kind of a valid JSON value; <see cref="JsonTokenType.None"/> for anything else.</summary>
    public static JsonTokenType KindOf(string json)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            var cursor = new JsonCursor(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            var kind = cursor.Kind;
            cursor.ExpectEnd();
            return kind;
        }
        catch (JsonException)
        {
            return JsonTokenType.None;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The text inside a JSON string; null if it is none.</summary>
    public static string? Unquote(string json)
    {
        if (KindOf(json) != JsonTokenType.String) return null;

        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        return cursor.Text();
    }
}
