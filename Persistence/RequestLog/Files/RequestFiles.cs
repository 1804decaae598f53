using System.Globalization;

namespace Pipeline.Persistence.RequestLog.Files;

/// <summary>The names of the log's files: one for each day in UTC.</summary>
internal sealed class RequestFiles(string directory)
{
    private const string Suffix = ".jsonl";
    private const string DayFormat = "yyyy-MM-dd";

    public static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    public string Path(DateOnly day) => System.IO.Path.Combine(directory, day.ToString(DayFormat, CultureInfo.InvariantCulture) + Suffix);

    /// <summary>The days that have a file, newest first. Other files are none of ours.</summary>
    public IReadOnlyList<DateOnly> Days() => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*" + Suffix).Select(ParseDay).OfType<DateOnly>().OrderDescending()]
        : [];

    private static DateOnly? ParseDay(string path) =>
        DateOnly.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(path), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
