using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.Transcripts.Files;

/// <summary>One node's transcript on the disk, for its owner alone.</summary>
internal sealed class TranscriptFile(string path)
{
    // How far the file may outgrow what is kept before it is written anew, which rids it of as much at least. Both count
    // whole lines: of small events a line is half position and length.
    private const int Slack = ITranscriptStore.Limit / 4;

    /// <summary>The newest events up to the limit, in order, each once; none where there is no file.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Newest(TranscriptLines.Read(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Writes lines to its end, and to the disk.</summary>
    public async Task AppendAsync(byte[] lines, CancellationToken cancellationToken)
    {
        var isNew = !File.Exists(path);
        long length;
        await using (var file = Open())
        {
            // A crash may have torn the last line: what follows must not become a part of it.
            if (!await EndsWithLineAsync(file, cancellationToken)) file.WriteByte((byte)'\n');
            await file.WriteAsync(lines, cancellationToken);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            length = file.Length;
        }

        if (isNew) DirectoryEntries.Flush(Path.GetDirectoryName(path)!);
        if (length > ITranscriptStore.Limit + Slack)
            await AtomicFile.WriteAsync(path, TranscriptLines.Write(await ReadAsync(cancellationToken)), cancellationToken);
    }

    /// <summary>Removes it; nothing happens where there is none.</summary>
    public void Delete() => AtomicFile.Delete(path);

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static async Task<bool> EndsWithLineAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (file.Length == 0) return true;

        var last = new byte[1];
        file.Seek(-1, SeekOrigin.End);
        await file.ReadExactlyAsync(last, cancellationToken);
        return last is [(byte)'\n'];
    }

    private static List<StoredEvent> Newest(IEnumerable<StoredEvent> written)
    {
        // What was added twice, or by a worker that had lost its run, comes after what is newer.
        var inOrder = new List<StoredEvent>();
        foreach (var stored in written)
        {
            if (inOrder is [] || stored.Position.Value > inOrder[^1].Position.Value) inOrder.Add(stored);
        }

        var first = inOrder.Count;
        for (var size = 0L; first > 0; first--)
        {
            size += TranscriptLines.LengthOf(inOrder[first - 1]);
            if (size > ITranscriptStore.Limit && first < inOrder.Count) break;
        }

        return inOrder[first..];
    }
}
