using System.Collections.Concurrent;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>Stands for Workers.Cli: claims runs, and ends them when the test says so.</summary>
internal sealed class ScriptedAgents(IStateStore store, TimeProvider time)
{
    private readonly ConcurrentQueue<RunCliTask> _all = new();

    /// <summary>Every run that was claimed, in order.</summary>
    public IReadOnlyList<RunCliTask> Runs => [.. _all];

    /// <summary>The first run with this prompt, once it is there.</summary>
    public async Task<RunCliTask> RunAsync(Func<RunCliTask, bool> which)
    {
        RunCliTask? run = null;
        await Patience.UntilAsync(() => Task.FromResult((run = Runs.FirstOrDefault(which)) is not null), $"a run; there are: {string.Join(", ", Runs.Select(known => known.Prompt))}");
        return run!;
    }

    /// <inheritdoc cref="RunAsync(Func{RunCliTask, bool})"/>
    public Task<RunCliTask> RunAsync(string prompt) => RunAsync(run => run.Prompt == prompt);

    /// <summary>Ends a run.</summary>
    public Task EndAsync(RunCliTask run, RunState state = RunState.Completed, string text = "done", TokenCount? usage = null) => store.ChangeAsync(
        async change =>
        {
            if (await change.FindAsync<CliRun>(run.RunId, default) is not { EndedAt: null } claimed) return;
            claimed.EndedAt = time.GetUtcNow();
            var ended = new CliTaskCompleted
            {
                TreeId = run.TreeId,
                NodeId = run.NodeId,
                RunId = run.RunId,
                State = state,
                Text = text,
                SessionId = $"session-{run.NodeId:N}",
                Usage = usage,
                CostUsd = usage is null ? null : 0.5,
            };
            await change.SendAsync(new Uri($"exchange:{CommandExchanges.MessageTrees}"), ended, default);
        },
        default);

    internal async Task ClaimAsync(RunCliTask task)
    {
        var isMine = false;
        await store.ChangeAsync(
            async change => isMine = await change.TryAddAsync(
                new CliRun { Id = task.RunId, TreeId = task.TreeId, NodeId = task.NodeId, Owner = "agents", ClaimedAt = time.GetUtcNow(), ExpiresAt = time.GetUtcNow() + TimeSpan.FromHours(1) }, default),
            default);
        if (isMine) _all.Enqueue(task);
    }

    internal async Task StopAsync(Guid runId)
    {
        if (Runs.FirstOrDefault(run => run.RunId == runId) is { } run) await EndAsync(run, RunState.Stopped, "");
    }
}

internal sealed class ScriptedAgentsConsumer(ScriptedAgents agents) : IConsumer<RunCliTask>
{
    public Task Consume(ConsumeContext<RunCliTask> context) => agents.ClaimAsync(context.Message);
}

internal sealed class ScriptedAgentsDefinition : ConsumerDefinition<ScriptedAgentsConsumer>
{
    public ScriptedAgentsDefinition() => EndpointName = CommandExchanges.RunCliTask;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ScriptedAgentsConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.ConfigureConsumeTopology = false;
}

internal sealed class ScriptedStopConsumer(ScriptedAgents agents) : IConsumer<StopCliTask>
{
    public Task Consume(ConsumeContext<StopCliTask> context) => agents.StopAsync(context.Message.RunId);
}
