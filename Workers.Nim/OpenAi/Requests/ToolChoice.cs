using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>Whether the model may or must call a tool: a mode, or one function by name.</summary>
[JsonConverter(typeof(ToolChoiceConverter))]
internal abstract record ToolChoice
{
    public static ToolChoice Auto { get; } = new ToolChoiceMode("auto");

    public static ToolChoice None { get; } = new ToolChoiceMode("none");

    public static ToolChoice Required { get; } = new ToolChoiceMode("required");
}

/// <summary><c>auto</c>, <c>none</c> or <c>required</c>.</summary>
internal sealed record ToolChoiceMode(string Mode) : ToolChoice;

/// <summary>This function must be called.</summary>
internal sealed record ToolChoiceFunction(string Name) : ToolChoice;

/// <summary>Writes a mode as a string and a function as an object.</summary>
internal sealed class ToolChoiceConverter : JsonConverter<ToolChoice>
{
    public override void Write(Utf8JsonWriter writer, ToolChoice value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case ToolChoiceMode choice:
                writer.WriteStringValue(choice.Mode);
                break;
            case ToolChoiceFunction choice:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, choice.Name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"No JSON for {value.GetType().Name}.");
        }
    }

    public override ToolChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are written, never read.");
}
