using System.Collections.Concurrent;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>
/// Claims runs and ends them as Workers.Cli does, but runs nothing: the test says when a session is named and how a run ends.
/// </summary>
internal sealed class ScriptedWorker(IStateStore store, ClaimedRuns claimed, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, RunCliTask> _running = new();
    private readonly ConcurrentQueue<RunCliTask> _left = new();

    /// <summary>Name of this worker.</summary>
    public string Owner { get; } = $"scripted-{Guid.NewGuid():N}";

    /// <summary>Whether commands are claimed; the others are left for later, as if no worker were there.</summary>
    public bool Claims { get; set; } = true;

    /// <summary>Commands that were left.</summary>
    public IReadOnlyList<RunCliTask> Left => [.. _left];

    /// <summary>Every run that was claimed, in order.</summary>
    public IReadOnlyList<RunCliTask> Claimed => claimed.All;

    /// <summary>Runs that were claimed while another one of the same tree was under way.</summary>
    public ConcurrentQueue<RunCliTask> Collisions { get; } = new();

    /// <summary>What this worker has under way.</summary>
    public IReadOnlyList<RunCliTask> Running => [.. _running.Values];

    /// <summary>The node's run, once it is claimed and under way.</summary>
    public async Task<RunCliTask> RunOfAsync(Guid nodeId)
    {
        RunCliTask? run = null;
        await Patience.UntilAsync(() => Task.FromResult((run = _running.Values.FirstOrDefault(task => task.NodeId == nodeId)) is not null), $"run of {nodeId}");
        return run!;
    }

    /// <summary>Names the session of a node's run.</summary>
    public async Task<RunCliTask> NameSessionAsync(Guid nodeId, string session)
    {
        var run = await RunOfAsync(nodeId);
        await store.ChangeAsync(
            async change =>
            {
                (await change.FindAsync<CliRun>(run.RunId, default))!.SessionId = session;
                await change.SendAsync(Trees, new CliSessionStarted { TreeId = run.TreeId, NodeId = nodeId, RunId = run.RunId, SessionId = session }, default);
            },
            default);
        return run;
    }

    /// <summary>Ends a node's run; its session is named after the run unless the test says otherwise.</summary>
    public async Task<RunCliTask> EndAsync(Guid nodeId, RunState state = RunState.Completed, string text = "", string? session = "")
    {
        var run = await RunOfAsync(nodeId);
        await EndAsync(run, state, text, session == "" ? $"session-{run.RunId:N}" : session);
        return run;
    }

    /// <summary>Ends a run, unless somebody else has ended it.</summary>
    public async Task EndAsync(RunCliTask run, RunState state, string text, string? session)
    {
        await store.ChangeAsync(
            async change =>
            {
                if (await change.FindAsync<CliRun>(run.RunId, default) is not { EndedAt: null } claimed) return;

                claimed.EndedAt = time.GetUtcNow();
                await change.SendAsync(Trees, Ended(run, state, text, session), default);
            },
            default);
        _running.TryRemove(run.RunId, out _);
    }

    /// <summary>Ends a node's run so that its end is stored and told to nobody, as when the message has become a dead letter.</summary>
    public async Task LoseReportAsync(Guid nodeId, string session)
    {
        var run = await RunOfAsync(nodeId);
        await store.ChangeAsync(
            async change =>
            {
                var mine = await change.FindAsync<CliRun>(run.RunId, default);
                (mine!.EndedAt, mine.SessionId) = (time.GetUtcNow(), session);
            },
            default);
    }

    public static CliTaskCompleted Ended(RunCliTask run, RunState state, string text = "", string? session = null) => new()
    {
        TreeId = run.TreeId,
        NodeId = run.NodeId,
        RunId = run.RunId,
        State = state,
        Text = text,
        SessionId = session,
        Error = state is RunState.Failed or RunState.Interrupted ? "It did not work." : null,
    };

    /// <summary>Leaves a command for later.</summary>
    public void Leave(RunCliTask task) => _left.Enqueue(task);

    /// <summary>Claims what was left.</summary>
    public async Task ClaimLeftAsync()
    {
        Claims = true;
        while (_left.TryDequeue(out var task)) await ClaimAsync(task);
    }

    internal async Task ClaimAsync(RunCliTask task)
    {
        if (!Claims)
        {
            Leave(task);
            return;
        }

        var isMine = false;
        await store.ChangeAsync(
            async change => isMine = await change.TryAddAsync(
                new CliRun
                {
                    Id = task.RunId,
                    TreeId = task.TreeId,
                    NodeId = task.NodeId,
                    Owner = Owner,
                    ClaimedAt = time.GetUtcNow(),
                    ExpiresAt = time.GetUtcNow() + TimeSpan.FromSeconds(20),
                },
                default),
            default);
        if (!isMine) return;

        claimed.Add(task);
        var others = await store.ReadAllAsync<CliRun>(run => run.TreeId == task.TreeId && run.EndedAt == null && run.Id != task.RunId, default);
        if (others.Count > 0) Collisions.Enqueue(task);
        _running[task.RunId] = task;
    }

    private static Uri Trees => new($"exchange:{CommandExchanges.MessageTrees}");
}

internal sealed class RunCliTaskConsumer(ScriptedWorker worker) : IConsumer<RunCliTask>
{
    public Task Consume(ConsumeContext<RunCliTask> context) => worker.ClaimAsync(context.Message);
}

internal sealed class RunCliTaskConsumerDefinition : ConsumerDefinition<RunCliTaskConsumer>
{
    public RunCliTaskConsumerDefinition() => EndpointName = CommandExchanges.RunCliTask;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RunCliTaskConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.ConfigureConsumeTopology = false;
}
