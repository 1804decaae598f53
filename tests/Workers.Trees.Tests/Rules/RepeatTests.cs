using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>Lost workers, resume and retry.</summary>
public abstract class RepeatTests : TreeTests
{
    [Fact]
    public async Task A_node_whose_worker_dies_is_interrupted_keeps_its_session_and_lets_the_queue_go_on()
    {
        await using var host = await StartAsync();
        var queued = Say.Reply(Say.Tree);
        await SendInOrderAsync(host, Say.Root(), queued);
        await host.Worker.NameSessionAsync(Say.Tree, "kept");
        await host.NodeAsync(Say.Tree, node => node.SessionId == "kept");

        var lost = await LoseWorkersAsync(host, Say.Tree, NodeState.Interrupted);
        Assert.Equal("kept", lost.SessionId);
        Assert.Contains("went away", lost.Error, StringComparison.Ordinal);
        Assert.Equal(("kept", true), await ForkAsync(host, queued.NodeId));
    }

    [Fact]
    public async Task What_a_worker_has_finished_while_nobody_could_reach_the_store_is_finished()
    {
        await using var host = await StartAsync();
        var lasting = Say.Reply(Say.Tree);
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        await LoseWorkersAsync(host, Say.Tree, NodeState.Interrupted);
        await host.SendAsync(lasting);
        await host.Worker.RunOfAsync(lasting.NodeId);

        // One look only, and that after the lease.
        Time.Advance(TimeSpan.FromSeconds(25));
        await host.SendAndWaitAsync(Say.Link(Say.Tree, "later"), Guid.NewGuid());
        await host.Worker.EndAsync(lasting.NodeId, text: "whole");

        var node = await host.NodeAsync(lasting.NodeId, node => node.State.IsFinished());
        Assert.Equal(NodeState.Completed, node.State);
    }

    [Fact]
    public async Task A_run_whose_end_nobody_was_told_of_interrupts_its_node_and_lets_the_queue_go_on()
    {
        await using var host = await StartAsync();
        var queued = Say.Reply(Say.Tree);
        await SendInOrderAsync(host, Say.Root(), queued);
        await host.Worker.LoseReportAsync(Say.Tree, "kept");

        Assert.Equal("kept", (await LoseWorkersAsync(host, Say.Tree, NodeState.Interrupted)).SessionId);
        await host.Worker.RunOfAsync(queued.NodeId);
    }

    [Fact]
    public async Task A_second_tap_for_the_same_end_runs_nothing()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree, RunState.Failed);
        await host.NodeAsync(Say.Tree, NodeState.Failed);
        await host.SendAsync(Say.Retry(Say.Tree, run: 1));
        await host.NodeAsync(Say.Tree, node => node.Runs == 2);
        await host.Worker.EndAsync(Say.Tree, RunState.Failed);
        await host.NodeAsync(Say.Tree, NodeState.Failed);
        await host.SendAndWaitAsync(Say.Retry(Say.Tree, run: 1), Guid.NewGuid());
        await host.SendAndWaitAsync(Say.Resume(Say.Tree, run: 1), Guid.NewGuid());

        Assert.Equal((NodeState.Failed, 2), await host.NodeAsync(Say.Tree) is var node ? (node!.State, node.Runs) : default);
        await host.SendAsync(Say.Resume(Say.Tree, run: 2));
        await host.NodeAsync(Say.Tree, node => node.Runs == 3);
    }

    [Fact]
    public async Task An_error_of_any_length_with_any_character_ends_the_run()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        var run = await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(ScriptedWorker.Ended(run, RunState.Failed, session: "se\0ssion") with { Error = $"bro\0ken {new string('x', 1_000_000)}" });
        var node = await host.NodeAsync(Say.Tree, NodeState.Failed);

        Assert.StartsWith("broken xxx", node.Error, StringComparison.Ordinal);
        Assert.InRange(node.Error!.Length, 1000, StoredText.LongestError);
        Assert.Null(node.SessionId);
    }

    [Fact]
    public async Task A_node_whose_message_became_a_dead_letter_has_failed_can_be_retried_and_is_not_run_by_a_late_worker()
    {
        await using var host = await StartAsync();
        host.Worker.Claims = false;
        await host.SendAsync(Say.Root());
        await Patience.UntilAsync(() => Task.FromResult(host.Worker.Left.Count == 1));
        await host.SendAsync(Say.Undelivered(host.Worker.Left[0], "It cannot be read."));

        Assert.Equal("It cannot be read.", (await host.NodeAsync(Say.Tree, NodeState.Failed)).Error);
        Assert.Equal("Idle", (await host.TreeAsync(Say.Tree))!.CurrentState);
        await host.Worker.ClaimLeftAsync();
        Assert.Empty(host.Worker.Claimed);

        await host.SendAsync(Say.Retry(Say.Tree));
        await host.Worker.EndAsync(Say.Tree);
        await host.NodeAsync(Say.Tree, NodeState.Completed);
    }

    [Fact]
    public async Task A_run_that_a_worker_has_goes_on_whatever_becomes_of_its_message()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        var run = await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAndWaitAsync(Say.Undelivered(run, "It came too often."), Guid.NewGuid());

        Assert.Equal(NodeState.Running, (await host.NodeAsync(Say.Tree))!.State);
        await host.Worker.EndAsync(Say.Tree);
        await host.NodeAsync(Say.Tree, NodeState.Completed);
    }

    [Fact]
    public async Task An_interrupted_node_goes_on_in_its_own_session_when_it_is_asked_to()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root("the whole task"));
        await host.Worker.NameSessionAsync(Say.Tree, "kept");
        await host.Worker.EndAsync(Say.Tree, RunState.Interrupted, session: "kept");
        await host.NodeAsync(Say.Tree, NodeState.Interrupted);
        await host.SendAsync(Say.Resume(Say.Tree));
        await host.NodeAsync(Say.Tree, node => node is { State: NodeState.Running, Runs: 2 });
        var run = await host.Worker.RunOfAsync(Say.Tree);

        Assert.Equal(("kept", false, 2), (run.SessionId, run.ForkSession, run.Run));
        Assert.StartsWith("Continue", run.Prompt, StringComparison.Ordinal);
        Assert.NotEqual(host.Worker.Claimed[0].RunId, run.RunId);
    }

    [Fact]
    public async Task A_node_that_never_had_a_session_begins_again()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root("the whole task"));
        await host.Worker.EndAsync(Say.Tree, RunState.Interrupted, session: null);
        await host.NodeAsync(Say.Tree, NodeState.Interrupted);
        await host.SendAsync(Say.Resume(Say.Tree));
        await host.NodeAsync(Say.Tree, node => node is { State: NodeState.Running, Runs: 2 });

        Assert.Equal("the whole task", (await host.Worker.RunOfAsync(Say.Tree)).Prompt);
    }

    [Fact]
    public async Task A_retry_runs_the_prompt_again_from_where_the_parent_ended()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree, session: "parent's");
        var reply = Say.Reply(Say.Tree, "again");
        await host.SendAsync(reply);
        await host.Worker.EndAsync(reply.NodeId, RunState.Failed);
        await host.NodeAsync(reply.NodeId, NodeState.Failed);
        await host.SendAsync(Say.Retry(reply.NodeId));
        await host.NodeAsync(reply.NodeId, node => node is { State: NodeState.Running, Runs: 2, Error: null });
        var run = await host.Worker.EndAsync(reply.NodeId);

        Assert.Equal(("again", "parent's", true), (run.Prompt, run.SessionId, run.ForkSession));
        await host.NodeAsync(reply.NodeId, NodeState.Completed);
        await host.SendAsync(Say.Resume(reply.NodeId));
        await host.SendAsync(Say.Retry(reply.NodeId));
        await host.NodeAsync(reply.NodeId, node => node.Runs == 3);
    }

    [Fact]
    public async Task Auto_resume_goes_on_before_the_queue_and_gives_up_after_three_times_in_a_row()
    {
        await using var host = await StartAsync("Trees:AutoResume", "true");
        var queued = Say.Reply(Say.Tree, "queued");
        await SendInOrderAsync(host, Say.Root(), queued);
        for (var run = 1; run <= 4; run++)
        {
            await host.Worker.EndAsync(Say.Tree, RunState.Interrupted, session: "kept");
            var expected = run;
            await host.NodeAsync(Say.Tree, node => node.Runs > expected || node.State == NodeState.Interrupted);
        }

        await host.NodeAsync(Say.Tree, NodeState.Interrupted);
        await host.Worker.RunOfAsync(queued.NodeId);
        Assert.Equal(["root", "Continue", "Continue", "Continue", "queued"], host.Worker.Claimed.Select(run => run.Prompt.Split(' ')[0]));
    }

    [Fact]
    public async Task What_comes_of_an_earlier_run_has_no_effect()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        var first = await host.Worker.EndAsync(Say.Tree, RunState.Interrupted);
        await host.NodeAsync(Say.Tree, NodeState.Interrupted);
        await host.SendAsync(Say.Retry(Say.Tree));
        await host.NodeAsync(Say.Tree, node => node is { State: NodeState.Running, Runs: 2 });
        await host.SendAsync(ScriptedWorker.Ended(first, RunState.Completed));
        await host.SendAsync(new Contracts.CliTasks.CliSessionStarted { TreeId = Say.Tree, NodeId = Say.Tree, RunId = first.RunId, SessionId = "old" });
        await host.SendAsync(Say.Link(Say.Tree, "behind them"));
        var node = await host.NodeAsync(Say.Tree, node => node.Links.Count == 1);

        Assert.Equal((NodeState.Running, null), (node.State, node.SessionId));
    }

    private static async Task<(string?, bool)> ForkAsync(TreesHost host, Guid node)
    {
        var run = await host.Worker.RunOfAsync(node);
        return (run.SessionId, run.ForkSession);
    }
}

public sealed class RepeatInFilesTests : RepeatTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class RepeatInPostgresTests : RepeatTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
