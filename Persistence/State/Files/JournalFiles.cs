using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.State.Files;

/// <summary>The segments of a journal on the disk.</summary>
internal sealed class JournalFiles(string directory, ILogger log)
{
    private const string Prefix = "journal-";
    private const string Ending = ".log";

    /// <summary>The numbers of the segments there are, in order.</summary>
    public IReadOnlyList<int> Segments() =>
    [
        .. Directory.EnumerateFiles(directory, $"{Prefix}*{Ending}")
            .Select(path => int.Parse(Path.GetFileName(path)[Prefix.Length..^Ending.Length], CultureInfo.InvariantCulture))
            .Order(),
    ];

    public string PathOf(int segment) => Path.Combine(directory, $"{Prefix}{segment:D10}{Ending}");

    /// <summary>Deletes what a snapshot has made superfluous.</summary>
    public void DeleteBefore(int segment)
    {
        foreach (var old in Segments().Where(number => number < segment)) File.Delete(PathOf(old));
    }

    /// <summary>
    /// Takes every step of the journal. A torn end is that of a step which a crash cut off and nobody was
    /// promised; it is cut. Anything else that cannot be read is damage.
    /// </summary>
    /// <returns>How many bytes they are.</returns>
    /// <exception cref="PersistenceException">A segment is damaged.</exception>
    public async Task<long> ReplayAsync(Action<JournalEntry> apply, CancellationToken cancellationToken)
    {
        var segments = Segments();
        var replayed = 0L;
        foreach (var segment in segments)
        {
            var path = PathOf(segment);
            ReadOnlyMemory<byte> journal = await File.ReadAllBytesAsync(path, cancellationToken);
            var rest = journal;
            while (JournalFormat.TryRead(rest, out var step, out var length))
            {
                apply(JsonSerializer.Deserialize<JournalEntry>(step.Span, StateJson.Options)!);
                rest = rest[length..];
            }

            replayed += journal.Length - rest.Length;
            if (rest.IsEmpty) continue;
            if (segment != segments[^1])
                throw new PersistenceException($"PIPELINE_STATE_DIR: {path} is damaged at byte {journal.Length - rest.Length}. Restore it from a copy, or move the directory away to begin anew.");

            Cut(path, journal.Length - rest.Length);
            log.LogWarning("{Path} ended in a step that a crash cut off ({Bytes} bytes); it was never acknowledged and is gone", path, rest.Length);
        }

        return replayed;
    }

    /// <summary>Begins a segment; once this returns, its name is on the disk. A failed attempt may have left an empty one.</summary>
    public FileStream Create(int segment)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(PathOf(segment), options);
        DirectoryEntries.Flush(directory);
        return file;
    }

    private static void Cut(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }
}
