using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Contracts.Models;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Models;

/// <summary>
/// <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>, in Anthropic's form: the configured models first, each once,
/// then whatever else the providers serve.
/// </summary>
internal sealed class ModelsEndpoint(ModelRoutes routes, ServedModels served)
{
    private const int MaxLimit = 1000;

    /// <summary>One page, as <c>limit</c>, <c>after_id</c> and <c>before_id</c> choose it; without a limit all.</summary>
    /// <exception cref="ApiException">400: a parameter is wrong.</exception>
    public async Task<IResult> ListAsync(string? limit, string? after_id, string? before_id, CancellationToken cancellationToken)
    {
        var most = ReadLimit(limit);
        var models = await AllAsync(cancellationToken);
        var from = after_id is null ? 0 : Find(models, after_id, nameof(after_id)) + 1;
        var to = before_id is null ? models.Count : Find(models, before_id, nameof(before_id));
        var range = models.GetRange(Math.Min(from, to), Math.Max(0, to - from));
        var page = before_id is null ? range.Take(most).ToList() : range.TakeLast(most).ToList();
        return TypedResults.Ok(new ModelList(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, page.Count < range.Count));
    }

    /// <summary>One model.</summary>
    /// <exception cref="ApiException">404: nobody serves it.</exception>
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        var models = await AllAsync(cancellationToken);

        // A slash that a client has escaped stays so in a path.
        id = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return models.Find(model => model.Id == id) is { } found
            ? TypedResults.Ok(found)
            : throw ApiException.NotFound($"There is no model '{id}'; GET /v1/models lists those that are there.");
    }

    private static int ReadLimit(string? limit) => limit is null ? int.MaxValue
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit ? number
        : throw ApiException.InvalidRequest($"limit: must be a whole number from 1 to {MaxLimit}");

    private static int Find(List<ModelEntry> models, string id, string parameter) =>
        models.FindIndex(model => model.Id == id) is >= 0 and var index ? index : throw ApiException.InvalidRequest($"{parameter}: there is no model '{id}'");

    private async Task<List<ModelEntry>> AllAsync(CancellationToken cancellationToken)
    {
        var listed = (await served.GetAsync(cancellationToken)).ToDictionary(model => model.Model);
        var configured = routes.Families.Append(routes.Default)
            .GroupBy(route => route.First, route => route.Family)
            .Select(group => Entry(group.Key, listed.GetValueOrDefault(group.Key), $" (serves {string.Join(", ", group)})"))
            .Concat(routes.Families.Append(routes.Default).SelectMany(route => route.Models.Skip(1)).Select(model => Entry(model, listed.GetValueOrDefault(model), " (fallback)")))
            .DistinctBy(entry => entry.Id)
            .ToList();
        var known = configured.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        return [.. configured, .. listed.Values.Select(model => Entry(model.Model, model, "")).Where(entry => !known.Contains(entry.Id))];
    }

    private static ModelEntry Entry(ModelReference model, ServedModel? listed, string remark) =>
        new(model.ToString(), (listed?.DisplayName ?? model.Model) + remark, listed?.CreatedAt ?? DateTimeOffset.UnixEpoch)
        {
            MaxInputTokens = listed?.ContextWindow,
            MaxTokens = listed?.MaxOutputTokens,
        };
}

internal sealed record ModelList(
    [property: JsonPropertyName("data")] IReadOnlyList<ModelEntry> Data,
    [property: JsonPropertyName("first_id")] string? FirstId,
    [property: JsonPropertyName("last_id")] string? LastId,
    [property: JsonPropertyName("has_more")] bool HasMore);

/// <param name="Id">What to write as <c>model</c> to get it.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="CreatedAt">Anthropic's clients expect a date; the epoch where the provider does not say.</param>
internal sealed record ModelEntry(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("display_name")] string DisplayName,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt)
{
    [JsonPropertyName("type")]
    public string Type => "model";

    [JsonPropertyName("max_input_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxInputTokens { get; init; }

    [JsonPropertyName("max_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; init; }
}
