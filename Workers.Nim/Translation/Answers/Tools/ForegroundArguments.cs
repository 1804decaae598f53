using System.Text;
using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// Forces a sub-agent into the foreground, where its answer is awaited: the CLI's default is the
/// background, which a one-shot run does not outlive.
/// </summary>
internal static class ForegroundArguments
{
    private const string Flag = "\"run_in_background\":false";

    /// <summary>Sets the flag in a valid JSON object; all other bytes stay.</summary>
    public static string Force(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var result = new StringBuilder(json.Length + Flag.Length + 1);
        var copied = 0;
        var flags = FindFlags(bytes, out var hasMembers);
        foreach (var (start, end) in flags)
        {
            result.Append(Encoding.UTF8.GetString(bytes, copied, start - copied)).Append("false");
            copied = end;
        }

        result.Append(Encoding.UTF8.GetString(bytes, copied, bytes.Length - copied));
        return flags.Count > 0 ? result.ToString() : Add(json, hasMembers);
    }

    private static string Add(string json, bool hasMembers) =>
        string.Concat(json.AsSpan(0, json.LastIndexOf('}')), hasMembers ? "," : string.Empty, Flag, "}");

    private static List<(int Start, int End)> FindFlags(ReadOnlySpan<byte> json, out bool hasMembers)
    {
        var found = new List<(int, int)>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Chunks.JsonCursor.MaxDepth });
        hasMembers = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            hasMembers = true;
            var isFlag = reader.ValueSpan.SequenceEqual("run_in_background"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isFlag) found.Add((start, (int)reader.BytesConsumed));
        }

        return found;
    }
}
