using System.Text.Json.Serialization;

namespace Pipeline.Ingress.Models;

/// <summary><c>GET /v1/models</c>: the configured models, in Anthropic's form.</summary>
internal static class ModelsEndpoint
{
    public static ModelList List(ModelRoutes routes)
    {
        var models = routes.Families.Append((Family: "default", Model: routes.Default))
            .GroupBy(route => route.Model, route => route.Family)
            .Select(group => new ModelEntry(group.Key.ToString(), $"{group.Key.Model} (serves {string.Join(", ", group)})"))
            .ToList();
        return new ModelList(models, models[0].Id, models[^1].Id);
    }
}

internal sealed record ModelList(
    [property: JsonPropertyName("data")] IReadOnlyList<ModelEntry> Data,
    [property: JsonPropertyName("first_id")] string FirstId,
    [property: JsonPropertyName("last_id")] string LastId)
{
    [JsonPropertyName("has_more")]
    public bool HasMore => false;
}

internal sealed record ModelEntry(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("display_name")] string DisplayName)
{
    [JsonPropertyName("type")]
    public string Type => "model";

    // Providers do not say when a model appeared; Anthropic's clients expect a date.
    [JsonPropertyName("created_at")]
    public string CreatedAt => "1970-01-01T00:00:00Z";
}
