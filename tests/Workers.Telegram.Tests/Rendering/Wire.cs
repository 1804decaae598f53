using System.Text.Json;
using Pipeline.TestKit.Telegram.Rules;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

/// <summary>A rendered text as Telegram's server sees it.</summary>
internal static class Wire
{
    public static IReadOnlyList<TelegramEntity> Entities(FormattedText text) => [.. text.Entities.Select(Entity)];

    public static string Notation(FormattedText text) => EntityNotation.Write(text.Text, Entities(text));

    /// <summary>Everything that Telegram would refuse or change.</summary>
    public static IReadOnlyList<string> Faults(FormattedText text) => MessageRules.Refusal(text.Text, Entities(text)) is { } refusal
        ? [refusal]
        : MessageRules.Changes(text.Text, Entities(text));

    private static TelegramEntity Entity(MessageEntity entity) =>
        new(JsonNamingPolicy.SnakeCaseLower.ConvertName(entity.Type.ToString()), entity.Offset, entity.Length, entity.Url, entity.Language);
}
