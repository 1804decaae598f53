using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.RateBudget.Shared;

/// <summary>
/// A budget's state as JSON: some 17 bytes for each call that waits or counts in the window. Times are
/// microseconds since 1970, rounded up, so that no place comes free early.
/// </summary>
internal static class BudgetDocument
{
    /// <summary>The document's name. A change of the form changes the number, and old workers keep to theirs.</summary>
    public static string Name(string provider) => $"rate-budget/1/{provider}";

    /// <summary>The state; an empty one before the first change. Null where the document cannot be read.</summary>
    public static BudgetState? Read(byte[]? document)
    {
        if (document is null) return new BudgetState();

        try
        {
            return JsonSerializer.Deserialize(document, BudgetJson.Default.BudgetState);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Write(BudgetState state) => JsonSerializer.SerializeToUtf8Bytes(state, BudgetJson.Default.BudgetState);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(MicrosecondsConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BudgetState))]
internal sealed partial class BudgetJson : JsonSerializerContext;

/// <summary>A time as microseconds since 1970.</summary>
internal sealed class MicrosecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(((value - DateTimeOffset.UnixEpoch).Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond);
}
