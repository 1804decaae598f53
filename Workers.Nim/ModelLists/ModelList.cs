using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>
/// Reads a provider's list of models: OpenAI's form with the additions of vLLM, SGLang, llama.cpp, OpenRouter,
/// Groq, Mistral and others, Anthropic's, Together's bare list, LM Studio's and Ollama's own.
/// </summary>
internal static class ModelList
{
    // More than anybody needs to see of a body that is none of these.
    private const int ExcerptLength = 200;

    /// <summary>The models of a body, by id. Those that the provider calls inactive are left out.</summary>
    /// <param name="body">The response's body.</param>
    /// <exception cref="FormatException">It is no list of models; the message says what it is.</exception>
    public static IReadOnlyList<ListedModel> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. Entries(json.RootElement)
                .Select(ModelEntry.Read)
                .OfType<ListedModel>()
                .GroupBy(model => model.Id, StringComparer.Ordinal)
                .Select(same => same.Aggregate((first, next) => first.Or(next)))
                .OrderBy(model => model.Id, StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter is a text that is not Unicode.
            throw new FormatException($"The list of models is not JSON: {Excerpt(Encoding.UTF8.GetString(body.Span))}", fault);
        }
    }

    private static IEnumerable<JsonElement> Entries(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.EnumerateArray();

        // llama.cpp fills both, each with facts of its own.
        JsonElement?[] lists = [root.Member("data"), root.Member("models")];
        if (lists.Any(list => list?.ValueKind is JsonValueKind.Array or JsonValueKind.Null))
            return lists.SelectMany(list => list.Items());

        throw new FormatException(root.Member("error") is { } error
            ? $"The provider answered with an error in the place of its models: {Excerpt(error.Text("message") ?? error.ToString())}"
            : $"The list of models has no \"data\": {Excerpt(root.GetRawText())}");
    }

    private static string Excerpt(string text) =>
        text.Length <= ExcerptLength ? text : string.Concat(text.AsSpan(0, ExcerptLength), "…");
}
