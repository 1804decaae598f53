using System.Collections.Concurrent;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>
/// Several saga workers on one store, to which everything is sent at once, in any order and partly twice; what must hold
/// whatever the order.
/// </summary>
internal sealed class Crowd(int seed, IReadOnlyDictionary<string, string?> settings) : IAsyncDisposable
{
    private const int Hosts = 3;
    private const int Trees = 4;
    private const int Replies = 12;

    private readonly Random _random = new(seed);
    private readonly List<TreesHost> _hosts = [];
    private readonly ClaimedRuns _claimed = new();
    private readonly Consumed _consumed = new();
    private readonly ConcurrentDictionary<Guid, int> _asked = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _stopped = new();

    public async Task RunAsync()
    {
        while (_hosts.Count < Hosts) _hosts.Add(await TreesHost.StartAsync(settings, TimeProvider.System, _claimed, _consumed));
        Say[] trees = [.. Enumerable.Range(0, Trees).Select(_ => new Say())];
        var submitted = trees.ToDictionary(tree => tree, Messages);
        using var done = new CancellationTokenSource();
        var working = EndRunsAsync(done.Token);
        var orderly = SendInOrderAsync();
        await Task.WhenAll(trees.Select(tree => SendAsync(Shuffled(tree, submitted[tree]))));
        var inOrder = await orderly;
        foreach (var node in submitted.Values.SelectMany(messages => messages).Append(inOrder[^1])) await FinishedAsync(node.NodeId);

        await done.CancelAsync();
        await working;
        await CheckAsync(submitted, inOrder);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
    }

    private List<SubmitMessage> Messages(Say tree)
    {
        List<SubmitMessage> messages = [tree.Root()];
        while (messages.Count <= Replies) messages.Add(tree.Reply(messages[_random.Next(messages.Count)].NodeId));
        return messages;
    }

    private List<(object Message, Guid Id)> Shuffled(Say tree, List<SubmitMessage> messages)
    {
        List<(object, Guid)> all = [.. messages.Select(message => ((object)message, Guid.NewGuid()))];
        for (var i = 0; i < 6; i++)
        {
            var node = messages[_random.Next(messages.Count)].NodeId;
            all.Add((Any(tree, node), Guid.NewGuid()));
        }

        for (var i = 0; i < 6; i++) all.Add(all[_random.Next(all.Count)]);
        var order = all.ToArray();
        _random.Shuffle(order);
        return [.. order];
    }

    private object Any(Say tree, Guid node)
    {
        switch (_random.Next(5))
        {
            case 0:
                return tree.Stop(node);
            case 1:
                return tree.Stop(node, branch: true);
            case 2:
                return tree.Clear(node);
            case 3:
                _asked.AddOrUpdate(node, 1, (_, before) => before + 1);
                return tree.Resume(node);
            default:
                _asked.AddOrUpdate(node, 1, (_, before) => before + 1);
                return tree.Retry(node);
        }
    }

    private async Task SendAsync(List<(object Message, Guid Id)> messages)
    {
        var hosts = messages.Select(_ => _hosts[_random.Next(Hosts)]).ToArray();
        await Task.WhenAll(messages.Select((message, index) => SendAsync(hosts[index], message.Message, message.Id)));
    }

    private async Task SendAsync(TreesHost host, object message, Guid id)
    {
        await host.SendAndWaitAsync(message, id);
        if (message is StopNode stop) _stopped.TryAdd(stop.NodeId, TimeProvider.System.GetUtcNow());
    }

    // Each once the one before is there: these are run in this order.
    private async Task<List<SubmitMessage>> SendInOrderAsync()
    {
        Say tree = new();
        List<SubmitMessage> messages = [tree.Root()];
        while (messages.Count < 8) messages.Add(tree.Reply(messages[0].NodeId));
        foreach (var message in messages)
        {
            await _hosts[messages.IndexOf(message) % Hosts].SendAsync(message);
            await Patience.UntilAsync(async () => await _hosts[0].NodeAsync(message.NodeId) is not null);
        }

        return messages;
    }

    private async Task EndRunsAsync(CancellationToken done)
    {
        var random = new Random(seed);
        while (!done.IsCancellationRequested)
        {
            foreach (var (host, run) in _hosts.SelectMany(host => host.Worker.Running.Select(run => (host, run))).ToList())
                await host.Worker.EndAsync(run, random.Next(4) == 0 ? RunState.Interrupted : RunState.Completed, "", $"{run.RunId:N}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private Task FinishedAsync(Guid node) => Patience.UntilAsync(async () => (await _hosts[0].NodeAsync(node))?.State.IsFinished() == true, $"{node:N} to end; seed {seed}");

    private async Task CheckAsync(Dictionary<Say, List<SubmitMessage>> submitted, List<SubmitMessage> inOrder)
    {
        var claimed = _claimed.All;
        Assert.Equal(claimed.Count, claimed.Select(run => run.RunId).Distinct().Count());
        Assert.All(claimed.GroupBy(run => run.NodeId), runs => Assert.True(runs.Count() <= 1 + _asked.GetValueOrDefault(runs.Key), $"{runs.Key} ran {runs.Count()} times; seed {seed}"));
        Assert.All(_hosts, host => Assert.Empty(host.Worker.Collisions));
        Assert.Empty(_consumed.Faults);
        var runs = await _hosts[0].Store.ReadAllAsync<CliRun>(_ => true, default);
        Assert.All(runs, run => Assert.NotNull(run.EndedAt));
        await CheckStopsAsync(runs);
        foreach (var (tree, messages) in submitted)
        {
            var state = await _hosts[0].TreeAsync(tree.Tree);
            Assert.Equal((messages.Count, 0, null), (state!.Nodes, state.QueuedNodes, state.RunningNodeId));
            Assert.Empty(state.Awaited);
        }

        Assert.Empty(await _hosts[0].Store.ReadAllAsync<QueuedNode>(_ => true, default));
        Assert.Equal(inOrder.Select(message => message.NodeId), claimed.Where(run => run.TreeId == inOrder[0].TreeId).Select(run => run.NodeId));
    }

    // Whom nobody has asked for again has not been started since its stop, and what ran on then was told to end.
    private async Task CheckStopsAsync(IReadOnlyList<CliRun> runs)
    {
        foreach (var (id, at) in _stopped.Where(stop => !_asked.ContainsKey(stop.Key)))
        {
            var node = (await _hosts[0].NodeAsync(id))!;
            Assert.False(node.StartedAt > at, $"{id:N} was started after its stop; seed {seed}");
            var run = runs.SingleOrDefault(run => run.Id == node.RunId);
            Assert.False(run is { StopRequested: false } && run.EndedAt > at, $"the stop of {id:N} did nothing; seed {seed}");
        }
    }
}
