using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Workers.DeadLetters.Collection;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>A body of any kind for people: JSON laid out, other text as it is, bytes as hexadecimal digits.</summary>
internal static class MessageText
{
    private const int MaxLength = 8000;
    private const int MaxBytes = 256;

    private static readonly JsonSerializerOptions Laid = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body; a long one is cut.</summary>
    public static string Of(byte[] body) => Cut(Whole(body));

    /// <summary>The body to its end, as long as it is text.</summary>
    public static string Whole(byte[] body)
    {
        try
        {
            return JsonSerializer.Serialize(JsonElement.Parse(body, Envelope.Options), Laid);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // The last two are for strings that are no text.
            return OfUnparsable(body);
        }
    }

    /// <summary>The beginning of a long text, and how much is left out.</summary>
    public static string Cut(string text) =>
        text.Length <= MaxLength ? text : $"{text.AsSpan(0, MaxLength)}\n… ({text.Length - MaxLength:N0} characters more)";

    private static string OfUnparsable(byte[] body)
    {
        try
        {
            var text = Strict.GetString(body);
            if (!text.Any(character => char.IsControl(character) && !char.IsWhiteSpace(character))) return text;
        }
        catch (DecoderFallbackException)
        {
            // Then it is no text.
        }

        var digits = string.Join('\n', body.Take(MaxBytes).Chunk(16).Select(line => string.Join(' ', line.Select(one => one.ToString("x2")))));
        return body.Length <= MaxBytes ? digits : $"{digits}\n… ({body.Length - MaxBytes:N0} bytes more)";
    }
}
