namespace Pipeline.Persistence.RequestLog.Files;

/// <summary>The request log in files of JSON lines, one for each day; a file is deleted as a whole.</summary>
/// <param name="directory">Where the files are; created at the first write.</param>
internal sealed class FileRequestStore(string directory) : IRequestStore
{
    private readonly RequestFiles _files = new(directory);

    public async Task AppendAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        foreach (var day in batch.GroupBy(entry => RequestFiles.Day(entry.Time)))
            await AppendAsync(_files.Path(day.Key), RequestJson.WriteLines(day), cancellationToken);
    }

    public async Task<IReadOnlyList<RequestEntry>> ReadAsync(RequestQuery query, CancellationToken cancellationToken)
    {
        var page = new List<RequestEntry>();
        foreach (var day in _files.Days().Where(day => day >= RequestFiles.Day(query.From) && day <= RequestFiles.Day(query.To)))
        {
            var newest = new NewestEntries(query with { Limit = query.Limit - page.Count });
            await foreach (var line in File.ReadLinesAsync(_files.Path(day), cancellationToken))
            {
                if (RequestJson.ReadLine(line) is { } entry) newest.Offer(entry);
            }

            page.AddRange(newest.InOrder());
            if (page.Count >= query.Limit) break;
        }

        return page;
    }

    public Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        foreach (var day in _files.Days().Where(day => day < RequestFiles.Day(time))) File.Delete(_files.Path(day));
        return Task.CompletedTask;
    }

    private static async Task AppendAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        await using var file = Open(path);
        var end = file.Length;
        try
        {
            if (EndsInMidLine(file)) file.WriteByte((byte)'\n');
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(lines, cancellationToken);
            await file.FlushAsync(cancellationToken);
        }
        catch
        {
            // The batch comes again as a whole.
            file.SetLength(end);
            throw;
        }
    }

    /// <summary>Nobody else on the machine may read it: it can hold prompts.</summary>
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>True where a process ended while it wrote: its last line must not swallow the next.</summary>
    private static bool EndsInMidLine(FileStream file)
    {
        if (file.Length == 0) return false;

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}
