using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pipeline.TestKit.Telegram.Rules;

namespace Pipeline.TestKit.Telegram;

/// <summary>A call that a bot made.</summary>
/// <param name="Method">Its name, for instance <c>sendMessage</c>.</param>
/// <param name="Parameters">Its parameters; those of a form that hold JSON are parsed.</param>
/// <param name="At">When it arrived, since the server's start.</param>
public sealed record TelegramCall(string Method, JsonObject Parameters, TimeSpan At)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The file of a form.</summary>
    public TelegramUpload? Upload { get; private init; }

    internal long ChatId => Long("chat_id");

    internal IReadOnlyList<TelegramEntity> Entities => Parameters["entities"].Deserialize<List<TelegramEntity>>(Names) ?? [];

    internal static async Task<TelegramCall> ReadAsync(HttpRequest request, string method, TimeSpan at)
    {
        if (!request.HasFormContentType)
        {
            var body = await JsonNode.ParseAsync(request.Body);
            return new TelegramCall(method, body as JsonObject ?? [], at);
        }

        var form = await request.ReadFormAsync();
        var parameters = new JsonObject(form.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, Value(field.Value.ToString()))));
        var file = form.Files.Count > 0 ? form.Files[0] : null;
        return new TelegramCall(method, parameters, at) { Upload = file is null ? null : await TelegramUpload.ReadAsync(file) };
    }

    internal string? Text(string name) => Parameters[name]?.GetValue<string>();

    internal long Long(string name) => Optional(name) ?? throw new TelegramApiException(400, $"Bad Request: {name} is empty");

    internal long? Optional(string name) => Parameters[name]?.GetValue<long>();

    private static JsonNode? Value(string text)
    {
        var isJson = text.StartsWith('{') || text.StartsWith('[') || long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
        return isJson ? JsonNode.Parse(text) : JsonValue.Create(text);
    }
}

/// <summary>A file that a bot sent.</summary>
public sealed record TelegramUpload(string Name, byte[] Content)
{
    internal static async Task<TelegramUpload> ReadAsync(IFormFile file)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return new TelegramUpload(NameIn(file.ContentDisposition), content.ToArray());
    }

    /// <summary>As Telegram's server reads it: split at semicolons, <c>filename</c> as it stands, <c>filename*</c> not at all.</summary>
    private static string NameIn(string disposition)
    {
        const string Parameter = "filename=";
        var part = Array.Find(disposition.Split(';', StringSplitOptions.TrimEntries), part => part.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase));
        return part?[Parameter.Length..].Trim('"') ?? "";
    }
}
