using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pipeline.Workers.Telegram.BotApi.Json;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>Reads updates as Telegram writes them.</summary>
internal static class UpdateJson
{
    /// <summary>The kinds of update that are asked for.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["message", "edited_message", "callback_query"];

    private const string UpdateId = "update_id";

    /// <summary>The update's number; false where there is none, so that it is no update.</summary>
    public static bool TryReadId(JsonElement update, out long id)
    {
        id = 0;
        return update.ValueKind == JsonValueKind.Object && update.TryGetProperty(UpdateId, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out id);
    }

    /// <summary>The update; false where it is in a form that nobody expects.</summary>
    public static bool TryRead(string body, [NotNullWhen(true)] out Update? update)
    {
        try
        {
            update = JsonSerializer.Deserialize(body, BotJson.Default.Update);
            return update is not null;
        }
        catch (JsonException)
        {
            update = null;
            return false;
        }
    }
}
