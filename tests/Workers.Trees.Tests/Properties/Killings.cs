using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>Saga workers that are killed, one after the other, with messages of several trees on their way through them.</summary>
internal sealed class Killings(int seed, IReadOnlyDictionary<string, string?> settings) : IAsyncDisposable
{
    private const int Trees = 4;
    private const int Replies = 8;

    // A message that was with four of them is in quarantine by then, and one more would make a dead letter of it.
    private const int Kills = 4;

    private readonly Random _random = new(seed);
    private readonly List<TreesProcess> _workers = [];
    private readonly List<TreesProcess> _killed = [];
    private TreesHost _host = null!;

    public async Task RunAsync()
    {
        try
        {
            await KillInTheMiddleAsync();
        }
        catch (TimeoutException hang)
        {
            throw new InvalidOperationException($"Seed {seed}: {await DescribeAsync()}", hang);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers.Concat(_killed)) await worker.DisposeAsync();
        await _host.DisposeAsync();
    }

    private async Task KillInTheMiddleAsync()
    {
        _host = await TreesHost.StartAsync(settings, TimeProvider.System, decides: false);
        while (_workers.Count < 2) _workers.Add(TreesProcess.Start(settings));
        Say orderly = new();
        List<SubmitMessage> inOrder = [orderly.Root(), .. Enumerable.Range(0, 6).Select(number => orderly.Reply(orderly.Tree, $"{number}"))];
        List<SubmitMessage> anyOrder = [.. Enumerable.Range(0, Trees).SelectMany(_ => Messages(new Say()))];
        using var done = new CancellationTokenSource();
        var ending = EndRunsAsync(done.Token);
        var sending = SendInOrderAsync(inOrder);
        await SendAndKillAsync(anyOrder);
        await sending;
        foreach (var message in anyOrder.Concat(inOrder)) await FinishedAsync(message.NodeId);

        await done.CancelAsync();
        await ending;
        await CheckAsync([.. anyOrder, .. inOrder], inOrder);
    }

    private List<SubmitMessage> Messages(Say tree)
    {
        List<SubmitMessage> messages = [tree.Root()];
        while (messages.Count <= Replies) messages.Add(tree.Reply(messages[_random.Next(messages.Count)].NodeId));
        return messages;
    }

    private async Task SendAndKillAsync(List<SubmitMessage> messages)
    {
        List<object> all = [.. messages, .. messages.Where(_ => _random.Next(4) == 0)];
        all.AddRange(messages.Where(_ => _random.Next(5) == 0).Select(message => new StopNode { TreeId = message.TreeId, NodeId = message.NodeId }));
        var order = all.ToArray();
        _random.Shuffle(order);

        foreach (var part in order.Chunk((order.Length + Kills - 1) / Kills))
        {
            await SomebodyWorksAsync();
            await Task.WhenAll(part.Select(SendAsync));
            await KillOneAsync();
        }
    }

    // So that a kill meets messages on their way and not a process that is about to start.
    private async Task SomebodyWorksAsync()
    {
        Say sign = new();
        await _host.SendAsync(sign.Root());
        await LongAsync(async () => await _host.NodeAsync(sign.Tree) is not null, $"a worker at work");
    }

    private Task SendAsync(object message) => message is SubmitMessage submit ? _host.SendAsync(submit) : _host.SendAsync((StopNode)message);

    private async Task KillOneAsync()
    {
        var worker = _workers[_random.Next(_workers.Count)];
        await worker.KillAsync();
        _workers.Remove(worker);
        _killed.Add(worker);
        _workers.Add(TreesProcess.Start(settings));
    }

    private async Task SendInOrderAsync(List<SubmitMessage> messages)
    {
        foreach (var message in messages)
        {
            await _host.SendAsync(message);
            await LongAsync(async () => await _host.NodeAsync(message.NodeId) is not null, $"{message.NodeId:N} to come");
        }
    }

    private async Task EndRunsAsync(CancellationToken done)
    {
        var random = new Random(seed);
        while (!done.IsCancellationRequested)
        {
            foreach (var run in _host.Worker.Running)
                await _host.Worker.EndAsync(run, random.Next(4) == 0 ? RunState.Interrupted : RunState.Completed, "", $"{run.RunId:N}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private Task FinishedAsync(Guid node) =>
        LongAsync(async () => (await _host.NodeAsync(node))?.State.IsFinished() == true, $"{node:N} to end");

    private async Task CheckAsync(List<SubmitMessage> all, List<SubmitMessage> inOrder)
    {
        var claimed = _host.Worker.Claimed;
        Assert.Equal(claimed.Count, claimed.Select(run => run.NodeId).Distinct().Count());
        Assert.Empty(_host.Worker.Collisions);
        Assert.Empty(_host.Consumed.Faults);
        Assert.All(await _host.Store.ReadAllAsync<CliRun>(_ => true, default), run => Assert.NotNull(run.EndedAt));
        foreach (var tree in all.GroupBy(message => message.TreeId))
        {
            var state = (await _host.TreeAsync(tree.Key))!;
            Assert.Equal((tree.Count(), 0, null, 0), (state.Nodes, state.QueuedNodes, state.RunningNodeId, state.Awaited.Count));
        }

        Assert.Empty(await _host.Store.ReadAllAsync<QueuedNode>(_ => true, default));
        Assert.Equal(inOrder.Select(message => message.NodeId), claimed.Where(run => run.TreeId == inOrder[0].TreeId).Select(run => run.NodeId));
    }

    // What a killed worker had is with nobody until another process has started, and that takes its time on a busy machine.
    private static async Task LongAsync(Func<Task<bool>> condition, string what)
    {
        const int Waits = 5;
        for (var wait = 1; ; wait++)
        {
            try
            {
                await Patience.UntilAsync(condition, what);
                return;
            }
            catch (TimeoutException) when (wait < Waits)
            {
                // Once more: the last one tells.
            }
        }
    }

    private async Task<string> DescribeAsync()
    {
        var unfinished = (await _host.Store.ReadAllAsync<TreeNode>(_ => true, default)).Where(node => !node.State.IsFinished())
            .Select(node => $"{node.Id:N} is {node.State}, run {node.RunId:N}, ticket {node.Ticket}");
        return string.Join('\n', [.. unfinished, .. _workers.Select(worker => worker.Output), _host.Log.Text]);
    }
}
