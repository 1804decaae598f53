using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Restarts;

/// <summary>A host that ends in the middle, and what the next one finds in the files.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("restart");
    private readonly ManualTime _time = new();
    private readonly Say _say = new();

    [Fact]
    public async Task A_running_node_is_interrupted_and_a_queue_of_three_goes_on()
    {
        SubmitMessage[] queued = [_say.Reply(_say.Tree, "1"), _say.Reply(_say.Tree, "2"), _say.Reply(_say.Tree, "3")];
        await using (var before = await StartAsync())
        {
            await before.SendAndWaitAsync(_say.Root(message: Say.Chat("7")), Guid.NewGuid());
            foreach (var reply in queued) await before.SendAndWaitAsync(reply, Guid.NewGuid());
            await before.Worker.NameSessionAsync(_say.Tree, "kept");
            await before.NodeAsync(_say.Tree, node => node.SessionId == "kept");
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await StartAsync();
        var interrupted = await after.NodeAsync(_say.Tree, NodeState.Interrupted);
        foreach (var reply in queued) await after.Worker.EndAsync(reply.NodeId);
        await after.NodeAsync(queued[2].NodeId, NodeState.Completed);

        Assert.Equal("kept", interrupted.SessionId);
        Assert.Equal(["1", "2", "3"], after.Worker.Claimed.Select(run => run.Prompt));
        Assert.Equal(("kept", true), (after.Worker.Claimed[0].SessionId, after.Worker.Claimed[0].ForkSession));
        Assert.Equal(_say.Tree, (await after.Store.ReadAsync<ChatMessageLink>(ChatMessageLink.KeyOf(Say.Chat("7")), default))!.NodeId);
        await after.Told.ChatAsync<NodeChanged>(change => change.State == NodeState.Interrupted);
    }

    [Fact]
    public async Task With_auto_resume_it_goes_on_in_its_session_before_the_queue()
    {
        var queued = _say.Reply(_say.Tree, "queued");
        await using (var before = await StartAsync())
        {
            await before.SendAndWaitAsync(_say.Root(), Guid.NewGuid());
            await before.SendAndWaitAsync(queued, Guid.NewGuid());
            await before.Worker.NameSessionAsync(_say.Tree, "kept");
            await before.NodeAsync(_say.Tree, node => node.SessionId == "kept");
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await StartAsync("true");
        var run = await after.Worker.EndAsync(_say.Tree);
        await after.Worker.EndAsync(queued.NodeId);

        Assert.Equal(("kept", false, 2), (run.SessionId, run.ForkSession, run.Run));
    }

    [Fact]
    public async Task A_run_that_ends_while_it_is_being_stopped_by_the_end_of_the_host_is_stopped()
    {
        await using (var before = await StartAsync())
        {
            await before.SendAndWaitAsync(_say.Root(), Guid.NewGuid());
            await before.Worker.RunOfAsync(_say.Tree);
            await before.SendAndWaitAsync(_say.Stop(_say.Tree), Guid.NewGuid());
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await StartAsync();
        await after.NodeAsync(_say.Tree, NodeState.Stopped);
    }

    [Fact]
    public async Task A_result_that_was_sent_and_not_consumed_is_not_lost()
    {
        await using (var before = await StartAsync())
        {
            await before.SendAndWaitAsync(_say.Root(), Guid.NewGuid());
            await before.Worker.EndAsync(_say.Tree, RunState.Completed, session: "kept");
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await StartAsync();
        Assert.Equal("kept", (await after.NodeAsync(_say.Tree, NodeState.Completed)).SessionId);
    }

    public void Dispose() => _directory.Dispose();

    private Task<TreesHost> StartAsync(string autoResume = "false") => TreesHost.StartAsync(
        new Dictionary<string, string?> { ["State:Directory"] = _directory.Path, ["Trees:AutoResume"] = autoResume }, _time);
}
