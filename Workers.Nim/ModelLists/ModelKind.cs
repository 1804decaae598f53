using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>Tells models that converse from those for embeddings, reranking, speech, pictures and moderation.</summary>
internal static partial class ModelKind
{
    private static readonly string[] OtherTypes =
    [
        "embedding", "embeddings", "rerank", "reranker", "reranking", "moderation", "image", "video", "audio",
        "tts", "speech", "transcription", "transcribe", "asr",
    ];

    /// <summary>Whether the model converses; where the server says nothing, its name tells.</summary>
    public static bool IsChat(string id, JsonElement? entry) => SaidBy(entry) ?? !OtherName().IsMatch(id);

    private static bool? SaidBy(JsonElement? entry)
    {
        var capabilities = entry.Member("capabilities");
        // Mistral
        if (capabilities.Flag("completion_chat") is { } chats) return chats;
        // Together and LM Studio
        if (entry.Text("type") is { } type && OtherTypes.Contains(type, StringComparer.OrdinalIgnoreCase)) return false;
        // OpenRouter and llama.cpp
        if (entry.Member("architecture").Member("output_modalities").Texts() is { Count: > 0 } modalities && !modalities.Contains("text", StringComparer.Ordinal)) return false;
        // Ollama
        if (capabilities.Texts() is { } list && list.Contains("embedding", StringComparer.Ordinal)) return false;
        if (entry.Member("details").Text("family")?.Contains("bert", StringComparison.Ordinal) == true) return false;

        return entry.Text("type") is "llm" or "vlm" or "chat" ? true : null;
    }

    // Parts of names anywhere, then whole words.
    [GeneratedRegex(
        """
        embed|rerank|whisper|parakeet|transcri|stable-diffusion|dall-e|gpt-image
        |(?<![a-z0-9])(bge|e5|gte|colbert|nvclip|clip|tts|asr|stt|speech|moderation|flux|sdxl|imagen|sora|veo)(?![a-z])
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherName();
}
