using System.Text.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>Reads what a model can do. No server says it all, and each in a form of its own.</summary>
internal static class ModelCapabilities
{
    private static readonly string[] ImageWords = ["vision", "multimodal", "image"];
    private static readonly string[] ToolWords = ["tools", "tool_use", "function_calling"];

    /// <summary>Whether prompts may hold images; null where nothing says so.</summary>
    public static bool? Images(JsonElement? entry)
    {
        // OpenRouter and llama.cpp
        if (entry.Member("architecture").Member("input_modalities").Texts() is { } modalities) return modalities.Contains("image", StringComparer.Ordinal);

        return FromCapabilities(entry, ImageWords)
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

    /// <summary>Whether the model calls tools; null where nothing says so.</summary>
    public static bool? Tools(JsonElement? entry) =>
        // OpenRouter
        entry.Member("supported_parameters").Texts()?.Contains("tools", StringComparer.Ordinal)
        ?? FromCapabilities(entry, ToolWords)
        // LM Studio
        ?? entry.Member("capabilities").Flag("trained_for_tool_use");

    // Mistral's object, or Ollama's, llama.cpp's and LM Studio's list, whose silence says nothing.
    private static bool? FromCapabilities(JsonElement? entry, string[] words)
    {
        var capabilities = entry.Member("capabilities");
        if (capabilities.Texts() is { } list) return list.Intersect(words, StringComparer.Ordinal).Any() ? true : null;

        return words.Select(word => capabilities.Flag(word)).FirstOrDefault(flag => flag is not null);
    }
}
