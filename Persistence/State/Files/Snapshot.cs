using System.Text.Json;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.State.Files;

/// <summary>The whole state in one file, so that the journal need not be kept from its beginning.</summary>
internal sealed record Snapshot
{
    private const string FileName = "snapshot.json";

    /// <summary>The first segment of the journal whose steps it does not have.</summary>
    public int Segment { get; init; }

    public long LastBatch { get; init; }

    public IReadOnlyList<RecordChange> Records { get; init; } = [];

    public IReadOnlyList<ConsumedMessage> Inbox { get; init; } = [];

    public IReadOnlyList<PendingBatch> Outbox { get; init; } = [];

    /// <summary>The snapshot of a directory; an empty one where there is none yet.</summary>
    /// <exception cref="PersistenceException">The file is damaged.</exception>
    public static async Task<Snapshot> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return new Snapshot();

        try
        {
            await using var file = File.OpenRead(path);
            return (await JsonSerializer.DeserializeAsync<Snapshot>(file, StateJson.Options, cancellationToken))!;
        }
        catch (JsonException fault)
        {
            throw new PersistenceException($"PIPELINE_STATE_DIR: {path} is damaged: {fault.Message} Restore it from a copy, or move the directory away to begin anew.", fault);
        }
    }

    /// <summary>Size of a directory's snapshot in bytes; 0 where there is none yet.</summary>
    public static long SizeIn(string directory) => new FileInfo(Path.Combine(directory, FileName)) is { Exists: true } file ? file.Length : 0;

    public Task WriteAsync(string directory, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Path.Combine(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Options), cancellationToken);
}

/// <summary>A message that has had its effect.</summary>
internal sealed record ConsumedMessage(InboxKey Key, DateTimeOffset Time);
