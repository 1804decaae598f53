using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>The names in the protocol; a kind that is not known is no reason to drop the update that it came with.</summary>
internal sealed class MessageEntityTypeConverter : JsonConverter<MessageEntityType>
{
    private static readonly Dictionary<MessageEntityType, string> Names = Enum.GetValues<MessageEntityType>()
        .ToDictionary(type => type, type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()));

    private static readonly Dictionary<string, MessageEntityType> Types = Names
        .ToDictionary(name => name.Value, name => name.Key, StringComparer.Ordinal);

    public override MessageEntityType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Types.GetValueOrDefault(reader.GetString() ?? "", MessageEntityType.Other);

    public override void Write(Utf8JsonWriter writer, MessageEntityType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Names[value]);
}
