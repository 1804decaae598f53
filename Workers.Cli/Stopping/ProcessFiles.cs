using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Reads Linux's <c>/proc</c>. What has ended meanwhile, or is not for us to read, is null.</summary>
internal static class ProcessFiles
{
    private const string Root = "/proc";

    // After the name, which may hold anything and ends with the last parenthesis.
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartField = 19;

    /// <summary>The ids of all processes that this one can see.</summary>
    public static IEnumerable<int> Ids() => Directory.EnumerateDirectories(Root)
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    public static ProcessStat? Stat(int id)
    {
        if (Read(id, "stat") is not { } bytes) return null;

        var text = Encoding.UTF8.GetString(bytes);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessStat(
            int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
            int.Parse(fields[SessionField], CultureInfo.InvariantCulture),
            long.Parse(fields[StartField], CultureInfo.InvariantCulture),
            fields[StateField] is "Z" or "X");
    }

    /// <summary>A variable of the environment that the process began with.</summary>
    public static string? Variable(int id, ReadOnlySpan<byte> name)
    {
        if (Read(id, "environ") is not { } environment) return null;

        foreach (var range in environment.AsSpan().Split((byte)0))
        {
            var entry = environment.AsSpan(range);
            if (entry.Length > name.Length && entry.StartsWith(name) && entry[name.Length] == '=')
                return Encoding.UTF8.GetString(entry[(name.Length + 1)..]);
        }

        return null;
    }

    /// <summary>The number of the namespace in which this process's ids mean anything.</summary>
    public static string Namespace()
    {
        var link = new FileInfo($"{Root}/self/ns/pid").LinkTarget ?? "";
        return string.Concat(link.Where(char.IsAsciiDigit));
    }

    private static byte[]? Read(int id, string file)
    {
        try
        {
            return File.ReadAllBytes($"{Root}/{id}/{file}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What is used of <c>/proc/ID/stat</c>.</summary>
/// <param name="Parent">Id of the parent.</param>
/// <param name="Session">Id of its session.</param>
/// <param name="StartTicks">When it began, in clock ticks since the machine did.</param>
/// <param name="Ended">Whether it has ended and only waits for its parent to ask.</param>
internal readonly record struct ProcessStat(int Parent, int Session, long StartTicks, bool Ended);
