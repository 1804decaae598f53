using System.Text.Json;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>Reads what a model can do. No server says it all, and each in a form of its own.</summary>
internal static class ModelCapabilities
{
    private static readonly string[] ImageWords = ["vision", "multimodal", "image"];

    /// <summary>Whether prompts may hold images; null where nothing says so.</summary>
    public static bool? Images(JsonElement? entry)
    {
        // OpenRouter and llama.cpp
        if (entry.Member("architecture").Member("input_modalities").Texts() is { } modalities) return modalities.Contains("image", StringComparer.Ordinal);

        return FromCapabilities(entry)
            // Anthropic
            ?? entry.Member("capabilities").Member("image_input").Flag("supported")
            // LM Studio
            ?? entry.Text("type") switch
            {
                "vlm" => true,
                "llm" => false,
                _ => null,
            };
    }

    // Mistral's object, or Ollama's, llama.cpp's and LM Studio's list, whose silence says nothing.
    private static bool? FromCapabilities(JsonElement? entry)
    {
        var capabilities = entry.Member("capabilities");
        if (capabilities.Texts() is { } list) return list.Intersect(ImageWords, StringComparer.Ordinal).Any() ? true : null;

        return ImageWords.Select(word => capabilities.Flag(word)).FirstOrDefault(flag => flag is not null);
    }
}
