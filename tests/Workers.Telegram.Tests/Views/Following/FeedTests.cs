using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Views.Following;

namespace Pipeline.Workers.Telegram.Tests.Views.Following;

/// <summary>Who follows a node gets each event once and in order, whatever becomes of frames and store.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private readonly Guid _node = Guid.NewGuid();
    private FollowedNodes _nodes = null!;

    public async Task InitializeAsync() => _nodes = await FollowedNodes.StartAsync();

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task Past_and_present_meet_without_a_gap_and_without_a_double()
    {
        await _nodes.StoreAsync(_node, 1, 1, Text("a"), Text("b"), Text("c"));
        using var feed = _nodes.Open(_node);
        var viewer = await _nodes.ViewerAsync(_node);
        for (var sequence = 2; sequence <= 5; sequence++) await _nodes.SendAsync(viewer, 1, sequence, Text("_abcde"[sequence].ToString()));

        Assert.Equal("1:abcde", await ReadAsync(feed, "e"));
    }

    [Fact]
    public async Task What_frames_have_lost_comes_from_the_store_in_its_place()
    {
        using var feed = _nodes.Open(_node);
        var viewer = await _nodes.ViewerAsync(_node);
        await _nodes.SendAsync(viewer, 1, 1, Text("a"));
        await _nodes.SendAsync(viewer, 1, 4, Text("d"));
        await _nodes.SendAsync(viewer, 1, 5, Text("e"));
        var beginning = await ReadAsync(feed, "a");
        await _nodes.StoreAsync(_node, 1, 1, Text("a"), Text("b"), Text("c"), Text("d"));

        Assert.Equal("1:a", beginning);
        Assert.Equal("1:bcde", await ReadAsync(feed, "e"));
    }

    [Fact]
    public async Task A_change_is_heard_and_brings_what_no_frame_has_told()
    {
        using var feed = _nodes.Open(_node);
        await SettleAsync(feed);
        await _nodes.StoreAsync(_node, 1, 1, Text("a"), new RunEnded { State = RunState.Completed, Text = "the end" });
        await _nodes.ChangeAsync(_node);

        Assert.Equal("!1:a.", await ReadAsync(feed, "."));
    }

    [Fact]
    public async Task Who_knows_of_an_end_that_was_not_told_gets_the_rest_at_once()
    {
        using var feed = _nodes.Open(_node);
        await SettleAsync(feed);
        await _nodes.StoreAsync(_node, 1, 1, Text("a"));

        feed.Wake();

        Assert.Equal("1:a", await ReadAsync(feed, "a"));
    }

    [Fact]
    public async Task A_new_run_is_a_part_of_its_own_even_where_the_end_of_the_one_before_is_missing()
    {
        await _nodes.StoreAsync(_node, 1, 1, Text("a"));
        await _nodes.StoreAsync(_node, 2, 1, Text("b"));
        using var feed = _nodes.Open(_node);
        var viewer = await _nodes.ViewerAsync(_node);
        Assert.Equal("1:a 2:b", await ReadAsync(feed, "b"));

        await _nodes.SendAsync(viewer, 3, 1, Text("c"));

        Assert.Equal("3:c", await ReadAsync(feed, "c"));
    }

    [Fact]
    public async Task While_the_store_fails_frames_go_on_and_the_log_says_so_once()
    {
        _nodes.Transcripts.Reading = Task.FromException(new IOException("the disk is gone"));
        using var feed = _nodes.Open(_node);
        var viewer = await _nodes.ViewerAsync(_node);
        await _nodes.SendAsync(viewer, 1, 1, Text("a"));
        var beginning = await ReadAsync(feed, "a");
        await _nodes.SendAsync(viewer, 1, 4, Text("d"));
        var reads = _nodes.Transcripts.Reads;
        while (_nodes.Transcripts.Reads < reads + 2) await feed.NextAsync(CancellationToken.None).Soon();
        await _nodes.StoreAsync(_node, 1, 1, Text("a"), Text("b"), Text("c"));
        _nodes.Transcripts.Reading = Task.CompletedTask;

        Assert.Equal("1:a", beginning);
        Assert.Equal("1:bcd", await ReadAsync(feed, "d"));
        Assert.Single(_nodes.Log.Text.Split('\n'), line => line.Contains("the disk is gone", StringComparison.Ordinal));
        await _nodes.Log.SaysAsync("Transcripts can be read again");
    }

    [Fact]
    public async Task A_store_that_hangs_holds_no_frame_back()
    {
        _nodes.Transcripts.Reading = new TaskCompletionSource().Task;
        using var feed = _nodes.Open(_node);
        var viewer = await _nodes.ViewerAsync(_node);
        await _nodes.SendAsync(viewer, 1, 1, Text("a"));

        Assert.Equal("1:a", await ReadAsync(feed, "a"));
    }

    [Fact]
    public async Task Of_fifty_nodes_in_a_storm_of_frames_not_one_event_is_lost_or_doubled()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(FollowStormAsync)));
    }

    [Fact]
    public void What_an_older_worker_does_not_know_is_passed_by()
    {
        var order = new FeedOrder();
        order.Add(new(TranscriptPosition.Of(1, 1), """{"type":"a_new_kind"}"""u8.ToArray()));
        order.Add(new(TranscriptPosition.Of(1, 2), Text("b").ToPayload()));

        var (run, events) = order.Take();

        Assert.Equal((1, "b"), (run, ((TextWritten)Assert.Single(events)).Text));
    }

    // Some frames are lost on the way, and what is stored comes in batches, as it does from a worker.
    private async Task FollowStormAsync()
    {
        const int Count = 640;
        var node = Guid.NewGuid();
        using var feed = _nodes.Open(node);
        var viewer = await _nodes.ViewerAsync(node);
        var written = Task.Run(async () =>
        {
            for (var first = 1; first <= Count; first += 64)
            {
                var batch = Enumerable.Range(first, Math.Min(64, Count - first + 1)).Select(sequence => (TranscriptEvent)Text($"{sequence}\n")).ToArray();
                for (var index = 0; index < batch.Length; index++)
                    if ((first + index) % 97 != 0) await _nodes.SendAsync(viewer, 1, first + index, batch[index]);
                await _nodes.StoreAsync(node, 1, first, batch);
            }
        });

        List<string> seen = [];
        while (seen.Count < Count) seen.AddRange((await feed.NextAsync(CancellationToken.None).Soon()).Events.Select(next => ((TextWritten)next).Text));
        await written;

        Assert.Equal(Enumerable.Range(1, Count).Select(sequence => $"{sequence}\n"), seen);
    }

    // Two reads of the store with nothing in it: from then on it is looked at seldom.
    private async Task SettleAsync(NodeFeed feed)
    {
        while (_nodes.Transcripts.Reads < 2) await feed.NextAsync(CancellationToken.None).Soon();
        await feed.NextAsync(CancellationToken.None).Soon();
    }

    private static async Task<string> ReadAsync(NodeFeed feed, string last)
    {
        List<string> parts = [];
        var change = "";
        while (true)
        {
            var part = await feed.NextAsync(CancellationToken.None).Soon();
            if (part.HasChange) change = "!";
            foreach (var next in part.Events)
            {
                var text = next is TextWritten written ? written.Text : ".";
                if (parts is [.., var before] && before.StartsWith($"{part.Run}:", StringComparison.Ordinal)) parts[^1] += text;
                else parts.Add($"{part.Run}:{text}");
                if (text == last) return change + string.Join(' ', parts);
            }
        }
    }

    private static TextWritten Text(string text) => new() { Text = text };
}
