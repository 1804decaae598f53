using System.Globalization;

namespace Pipeline.Persistence.State.Files;

/// <summary>Names one record in the files.</summary>
/// <param name="Type">Name of its kind.</param>
/// <param name="Key">Its key, as text.</param>
internal readonly record struct RecordKey(string Type, string Key)
{
    private const string InboxType = "(inbox)";

    public static RecordKey Of(StateType type, object key) => new(type.Name, Convert.ToString(key, CultureInfo.InvariantCulture)!);

    public static RecordKey Of(InboxKey inbox) => new(InboxType, $"{inbox.MessageId:N}/{inbox.Consumer}");
}
