using System.Globalization;
using System.Text.Json;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>Reads one entry of a list of models, under the names that the servers use.</summary>
internal static class ModelEntry
{
    /// <summary>Servers that do not know send a time before this: 0, or as NIM does one in 1993.</summary>
    private static readonly DateTimeOffset Oldest = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The model; null where the entry names none, or the provider does not serve it now.</summary>
    public static ListedModel? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return ReadId(json.GetString()!);

        JsonElement? entry = json;
        // LM Studio's second API says key, Ollama's model.
        var id = entry.Text("id") ?? entry.Text("key") ?? entry.Text("model") ?? entry.Text("name");
        if (id is null || entry.Flag("active") is false) return null;

        var name = entry.Text("display_name") ?? entry.Text("name");
        return new ListedModel
        {
            Id = id,
            DisplayName = name == id ? null : name,
            ContextWindow = ContextWindow(entry),
            MaxOutputTokens = MaxOutputTokens(entry),
            Images = ModelCapabilities.Images(entry),
            CreatedAt = CreatedAt(entry),
            IsChat = ModelKind.IsChat(id, entry),
        };
    }

    private static ListedModel? ReadId(string id) =>
        id.Length == 0 ? null : new ListedModel { Id = id, IsChat = ModelKind.IsChat(id, entry: null) };

    private static int? ContextWindow(JsonElement? entry)
    {
        // As the model is loaded. LM Studio's second API tells it of each instance.
        var loaded = entry.Count("loaded_context_length")
            ?? entry.Member("meta").Count("n_ctx")
            ?? entry.Member("loaded_instances").Items().Select(instance => instance.Member("config").Count("context_length")).Min();
        if (loaded is not null) return loaded;

        var possible = entry.Count("max_model_len")
            ?? entry.Count("context_window")
            ?? entry.Count("context_length")
            ?? entry.Count("max_context_length")
            ?? entry.Count("max_input_tokens")
            ?? entry.Member("meta").Count("n_ctx_train");
        return entry.Member("top_provider").Count("context_length") is { } first && !(possible < first) ? first : possible;
    }

    private static int? MaxOutputTokens(JsonElement? entry) =>
        entry.Count("max_completion_tokens")
        ?? entry.Count("max_output_tokens")
        ?? entry.Member("top_provider").Count("max_completion_tokens")
        ?? entry.Count("max_tokens");

    private static DateTimeOffset? CreatedAt(JsonElement? entry)
    {
        var created = entry.Number("created") is { } seconds ? FromSeconds(seconds) : FromText(entry.Text("created_at"));
        return created > Oldest ? created : null;
    }

    private static DateTimeOffset? FromSeconds(double seconds) =>
        seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    private static DateTimeOffset? FromText(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
}
