using System.Text;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Persistence.Tests.Transcripts;

/// <summary>What a store of transcripts promises, wherever it keeps them.</summary>
public abstract class TranscriptStoreTests
{
    private static readonly TranscriptPosition Beginning = new(0);

    internal abstract ITranscriptStore Store { get; }

    /// <summary>The node whose transcript it is.</summary>
    private protected Guid Node { get; } = Guid.NewGuid();

    [Fact]
    public async Task Events_are_read_in_order_from_any_position_on()
    {
        await AppendAsync(1, "one", "two");
        await AppendAsync(3, "three \"é\\n\" 😀");
        await Store.AppendAsync(Guid.NewGuid(), [Event(1, 1, "another node's")], default);

        Assert.Equal(["1 one", "2 two", "3 three \"é\\n\" 😀"], await ReadAsync(Beginning));
        Assert.Equal(["2 two", "3 three \"é\\n\" 😀"], await ReadAsync(new TranscriptPosition(1)));
        Assert.Empty(await ReadAsync(new TranscriptPosition(3)));
    }

    [Fact]
    public async Task The_last_event_is_found()
    {
        Assert.Null(await Store.LastAsync(Node, default));
        await AppendAsync(1, "one", "two");
        await AppendAsync(3, "three");

        var last = await Store.LastAsync(Node, default);
        Assert.Equal((3, "three"), (last!.Value.Position.Value, Text(last.Value)));
    }

    [Fact]
    public async Task A_batch_that_is_added_again_is_there_once()
    {
        await AppendAsync(1, "one", "two");
        await AppendAsync(1, "one", "two");
        await AppendAsync(3, "three");

        Assert.Equal(["1 one", "2 two", "3 three"], await ReadAsync(Beginning));
    }

    [Fact]
    public async Task A_worker_that_has_lost_its_run_does_not_write_into_the_next()
    {
        await AppendAsync(1, "one");
        await Store.AppendAsync(Node, [Event(2, 1, "second run")], default);
        await AppendAsync(2, "late");
        await Store.AppendAsync(Node, [Event(2, 2, "end")], default);

        Assert.Equal(["1 one", $"{TranscriptPosition.Of(2, 1).Value} second run", $"{TranscriptPosition.Of(2, 2).Value} end"], await ReadAsync(Beginning));
    }

    [Fact]
    public async Task Of_a_long_transcript_the_newest_2_MB_are_kept()
    {
        var text = new string('x', 60_000);
        for (var sequence = 1; sequence <= 80; sequence++) await AppendAsync(sequence, text);

        var kept = await EventsAsync();
        Assert.InRange(kept.Sum(stored => stored.Payload.Length), ITranscriptStore.Limit - (2 * text.Length), ITranscriptStore.Limit);
        Assert.Equal(Enumerable.Range(81 - kept.Count, kept.Count).Select(sequence => (long)sequence), kept.Select(stored => stored.Position.Value));
    }

    [Fact]
    public async Task The_end_of_a_run_is_kept_however_large_it_is()
    {
        await AppendAsync(1, "one");
        await AppendAsync(2, new string('x', ITranscriptStore.Limit + 1));

        Assert.Equal(2, Assert.Single(await EventsAsync()).Position.Value);
        Assert.Equal(2, (await Store.LastAsync(Node, default))!.Value.Position.Value);
    }

    [Fact]
    public async Task Deleted_transcripts_are_gone_and_others_stay()
    {
        var other = Guid.NewGuid();
        await AppendAsync(1, "one");
        await Store.AppendAsync(other, [Event(1, 1, "stays")], default);

        await Store.DeleteAsync([Node, Guid.NewGuid()], default);

        Assert.Empty(await ReadAsync(Beginning));
        Assert.NotNull(await Store.LastAsync(other, default));
    }

    protected static StoredEvent Event(int run, int sequence, string text) => new(TranscriptPosition.Of(run, sequence), Encoding.UTF8.GetBytes(text));

    private protected Task AppendAsync(int sequence, params string[] texts) =>
        Store.AppendAsync(Node, [.. texts.Select((text, index) => Event(1, sequence + index, text))], default);

    private protected async Task<IReadOnlyList<string>> ReadAsync(TranscriptPosition after)
    {
        var lines = new List<string>();
        await foreach (var stored in Store.ReadAsync(Node, after, default)) lines.Add($"{stored.Position.Value} {Text(stored)}");
        return lines;
    }

    private async Task<List<StoredEvent>> EventsAsync()
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Store.ReadAsync(Node, Beginning, default)) events.Add(stored);
        return events;
    }

    private static string Text(StoredEvent stored) => Encoding.UTF8.GetString(stored.Payload.Span);
}
