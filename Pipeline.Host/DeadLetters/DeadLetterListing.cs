using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Host.DeadLetters;

/// <summary>A list of dead letters, for people and for programs.</summary>
internal static class DeadLetterListing
{
    private const int MaxErrorLength = 72;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static string Json(IReadOnlyList<DeadLetter> letters) => JsonSerializer.Serialize(
        letters.Select(letter => new
        {
            letter.Id,
            letter.Queue,
            letter.MessageType,
            FailedAt = letter.LastFailedAt,
            letter.Attempts,
            letter.Error,
            letter.Model,
        }),
        Options);

    public static string Table(IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0) return "There are no dead letters.";

        string[][] rows = [["ID", "FAILED", "STATE", "COUNT", "QUEUE", "ERROR"], .. letters.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return string.Join(Environment.NewLine, rows.Select(row =>
            string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    private static string[] Row(DeadLetter letter) =>
    [
        letter.Id,
        letter.LastFailedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        letter.State.ToString().ToLowerInvariant(),
        letter.Count.ToString(CultureInfo.InvariantCulture),
        letter.Queue,
        OneLine($"{letter.Error.Type}: {letter.Error.Message}"),
    ];

    private static string OneLine(string error)
    {
        var line = error.ReplaceLineEndings(" ");
        return line.Length <= MaxErrorLength ? line : $"{line[..(MaxErrorLength - 1)]}…";
    }
}
