using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.DeadLetters.Files;

/// <summary>
/// One dead letter in one file of two lines of JSON: what is known of it, and its content. So the index is
/// read without the messages.
/// </summary>
internal static class DeadLetterFile
{
    public const string Ending = ".json";

    /// <exception cref="IOException">The file system refused.</exception>
    public static async Task WriteAsync(string path, DeadLetter letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        JsonSerializer.Serialize(file, letter, DeadLetterJson.Default.DeadLetter);
        file.WriteByte((byte)'\n');
        JsonSerializer.Serialize(file, content, DeadLetterJson.Default.DeadLetterContent);
        file.WriteByte((byte)'\n');
        await AtomicFile.WriteAsync(path, file.GetBuffer().AsMemory(0, (int)file.Length), cancellationToken);
    }

    /// <exception cref="JsonException">It is no such file.</exception>
    public static DeadLetter ReadLetter(string path)
    {
        using var file = new StreamReader(path, Encoding.UTF8);
        return JsonSerializer.Deserialize(file.ReadLine() ?? "", DeadLetterJson.Default.DeadLetter) ?? throw new JsonException("It is null.");
    }

    /// <exception cref="JsonException">It is no such file.</exception>
    public static async Task<DeadLetterContent> ReadContentAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var secondLine = bytes.AsSpan(bytes.AsSpan().IndexOf((byte)'\n') + 1);
        return JsonSerializer.Deserialize(secondLine, DeadLetterJson.Default.DeadLetterContent) ?? throw new JsonException("It is null.");
    }
}

[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterContent))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
