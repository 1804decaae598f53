using System.Text.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>
/// What llama.cpp's <c>GET /props</c> adds to its list of models: the context window that one request has, which
/// older versions tell nowhere else.
/// </summary>
/// <param name="ContextWindow">Tokens of prompt and answer together.</param>
/// <param name="Images">Whether prompts may hold images.</param>
/// <param name="Tools">Whether the model's chat template knows tools.</param>
internal sealed record LlamaCppProps(int? ContextWindow, bool? Images, bool? Tools)
{
    /// <summary>Reads the response's body.</summary>
    /// <exception cref="FormatException">It is not a JSON object.</exception>
    public static LlamaCppProps Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("llama.cpp's properties are no JSON object.");

            JsonElement? root = json.RootElement;
            return new LlamaCppProps(
                root.Member("default_generation_settings").Count("n_ctx") ?? root.Count("n_ctx"),
                root.Member("modalities").Flag("vision"),
                root.Member("chat_template_caps").Flag("supports_tools"));
        }
        catch (JsonException fault)
        {
            throw new FormatException("llama.cpp's properties are not JSON.", fault);
        }
    }

    /// <summary>The model with what the server says of itself, which is closer than its list.</summary>
    public ListedModel Complete(ListedModel model) => model with
    {
        ContextWindow = ContextWindow ?? model.ContextWindow,
        Images = Images ?? model.Images,
        Tools = Tools ?? model.Tools,
    };
}
