using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Parses the client's bytes, once.</summary>
internal static class RequestBody
{
    // Deep enough for any tool input that a person or a model writes; the default is 64.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>
    /// Parses a body and repairs text that is not Unicode, whatever field it stands in, so that it can
    /// be read and copied from here on without a check.
    /// </summary>
    /// <exception cref="InvalidRequestException">The body is not a JSON object.</exception>
    public static Field Parse(ReadOnlyMemory<byte> body)
    {
        var json = UnpairedSurrogates.Replace(AsUtf8(body));
        try
        {
            // Not disposed of: the schemas in the answer's context live as long as the answer does. The
            // bytes are the command's own, which nobody changes, so they need no copy.
            var root = JsonDocument.Parse(json, Options).RootElement;
            return root.ValueKind is JsonValueKind.Object
                ? new Field(root, FieldPath.Root)
                : throw new InvalidRequestException("The request body is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidRequestException($"The request body is not valid JSON: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> body) => Utf8.IsValid(body.Span)
        ? body
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
}
