using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>
/// Drives a tree and its model with the same random messages, one after the other: late, twice, before what they build on, and with
/// hosts that end in between.
/// </summary>
internal sealed class Driver(int seed, StatePlace place) : IAsyncDisposable
{
    private readonly Random _random = new(seed);
    private readonly ManualTime _time = new();
    private readonly List<StatePlace> _crashed = [];
    private readonly Say _say = new();
    private readonly List<string> _steps = [];
    private readonly List<SubmitMessage> _unsent = [];
    private readonly List<(object Message, Guid Id)> _sent = [];
    private StatePlace _place = place;
    private TreesHost _host = null!;
    private ModelTree _model = null!;

    public async Task RunAsync(int steps)
    {
        _model = new ModelTree(_say.Tree);
        _unsent.Add(_say.Root());
        _host = await TreesHost.StartAsync(_place.Settings, _time);
        for (var step = 0; step < steps; step++)
        {
            await StepAsync();
            await CompareAsync();
        }

        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        foreach (var copy in _crashed) await copy.DisposeAsync();
    }

    private async Task StepAsync()
    {
        switch (_random.Next(20))
        {
            case < 6:
                await SubmitAsync();
                break;
            case < 10:
                await EndRunAsync();
                break;
            case < 12:
                await DoAsync(_say.Stop(AnyNode(), branch: true), stop => _model.Stop(stop.NodeId, stop.Branch));
                break;
            case 12:
                await DoAsync(_say.Stop(AnyNode()), stop => _model.Stop(stop.NodeId, stop.Branch));
                break;
            case 13 when _random.Next(3) == 0:
                await DoAsync(_say.StopTree(), _ => _model.StopTree());
                break;
            case 14 when _random.Next(2) == 0:
                await DoAsync(_say.Clear(AnyNode()), clear => _model.Clear(clear.NodeId));
                break;
            case 15:
                await DoAsync(_say.Resume(AnyNode()), resume => _model.Again(resume.NodeId, resume: true));
                break;
            case 16:
                await DoAsync(_say.Retry(AnyNode()), retry => _model.Again(retry.NodeId, resume: false));
                break;
            case 17:
                await DoAsync(_say.Replace(AnyNode(), $"edited {_steps.Count}"), replace => _model.Replace(replace.NodeId, replace.Prompt));
                break;
            case 18:
                await RepeatAsync();
                break;
            case 19 when _random.Next(2) == 0:
                await RestartAsync();
                break;
            case 19 when _model.Running is { Claimed: true } && _place.IsOfFiles:
                await CrashAsync();
                break;
        }
    }

    // Made in order and sent in any.
    private async Task SubmitAsync()
    {
        if (_unsent.Count < 4) _unsent.Add(_say.Reply(AnyNode(), $"prompt {_steps.Count}"));
        var next = _unsent[_random.Next(_unsent.Count)];
        _unsent.Remove(next);

        // A worker may be a while in coming.
        _host.Worker.Claims = _random.Next(5) > 0;
        await DoAsync(next, submit => _model.Submit(submit.NodeId, submit.ParentId, submit.Prompt));
    }

    private async Task EndRunAsync()
    {
        _host.Worker.Claims = true;
        if (_model.Running is not { } running) return;

        if (!running.Claimed)
        {
            _steps.Add($"a worker comes for {running.Id:N}");
            await _host.Worker.ClaimLeftAsync();
            running.Claimed = true;
        }

        var how = (RunState)_random.Next((int)RunState.Completed, (int)RunState.Interrupted + 1);
        var run = await _host.Worker.RunOfAsync(running.Id);
        _steps.Add($"run of {running.Id:N} ends {how}");
        await _host.Worker.EndAsync(run, how, "", _random.Next(4) == 0 ? null : $"{run.RunId:N}");
        _model.End(how);
        await Patience.UntilAsync(async () => await _host.NodeAsync(running.Id) is { } node && (node.State, node.RunId) != (NodeState.Running, run.RunId), $"end of a run; seed {seed}");
    }

    private async Task DoAsync<T>(T message, Action<T> model)
        where T : class
    {
        var id = Guid.NewGuid();
        _sent.Add((message, id));
        _steps.Add(Short(message));
        await _host.SendAndWaitAsync(message, id);
        model(message);
    }

    // The same delivery once more has no effect, and neither has the same submission in another one.
    private async Task RepeatAsync()
    {
        if (_sent.Count == 0) return;

        var (message, id) = _sent[_random.Next(_sent.Count)];
        var again = message is SubmitMessage && _random.Next(2) == 0 ? Guid.NewGuid() : id;
        _steps.Add($"again: {Short(message)}");
        await _host.SendAndWaitAsync(message, again);
    }

    // The host goes on with what a crash has left on the disk while a message was being consumed; its sender sends it again.
    private async Task CrashAsync()
    {
        var late = _unsent.Count > 0 ? _unsent[0] : _say.Reply(AnyNode(), $"crashed {_steps.Count}");
        _unsent.Remove(late);
        var (id, running) = (Guid.NewGuid(), _model.Running!);
        await _host.SendAsync(late, id);
        for (var turns = _random.Next(2000); turns > 0; turns--) await Task.Yield();
        var copy = _place.Crashed();
        _crashed.Add(copy);
        await _host.DisposeAsync();
        _place = copy;
        _time.Advance(TimeSpan.FromSeconds(25));
        _host = await TreesHost.StartAsync(_place.Settings, _time);
        var isThere = await _host.NodeAsync(late.NodeId) is not null;
        _steps.Add($"crash while {Short(late)}, which is {(isThere ? "there" : "lost")}");
        if (isThere) _model.Submit(late.NodeId, late.ParentId, late.Prompt);
        await _host.NodeAsync(running.Id, node => node.State != NodeState.Running || node.Runs > running.Runs, $"interrupted; seed {seed}");
        _model.End(RunState.Interrupted);
        _sent.Add((late, id));
        await _host.SendAndWaitAsync(late, id);
        if (!isThere) _model.Submit(late.NodeId, late.ParentId, late.Prompt);
    }

    private async Task RestartAsync()
    {
        _steps.Add("restart");
        var left = _host.Worker.Left;
        await _host.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(25));
        _host = await TreesHost.StartAsync(_place.Settings, _time);
        foreach (var task in left) _host.Worker.Leave(task);
        if (_model.Running is { Claimed: true } running)
        {
            await _host.NodeAsync(running.Id, node => node.State != NodeState.Running || node.Runs > running.Runs, $"interrupted; seed {seed}");
            _model.End(RunState.Interrupted);
        }
    }

    private Guid AnyNode()
    {
        var known = _model.Nodes.Select(node => node.Id).Concat(_unsent.Select(submit => submit.NodeId)).ToList();
        return known[_random.Next(known.Count)];
    }

    private async Task CompareAsync()
    {
        if (_model.Running is { Claimed: false } next)
        {
            bool IsIts(Contracts.CliTasks.RunCliTask run) => run.NodeId == next.Id && run.Run == next.Runs;
            await Patience.UntilAsync(() => Task.FromResult(_host.Worker.Claimed.Concat(_host.Worker.Left).Count(IsIts) == 1), $"a claim; seed {seed}");
            next.Claimed = _host.Worker.Claimed.Any(IsIts);
        }

        var nodes = new List<Persistence.Trees.TreeNode>();
        foreach (var expected in _model.Nodes)
        {
            var node = await _host.NodeAsync(expected.Id);
            if (node is null) throw Differs($"{expected} is lost");
            if ((node.State, node.EndsAs, node.Runs, node.Prompt) != (expected.State, expected.EndsAs, expected.Runs, expected.Prompt))
                throw Differs($"{expected} is {node.State} →{node.EndsAs} runs {node.Runs} '{node.Prompt}'");
            nodes.Add(node);
        }

        var queue = nodes.Where(node => node.Ticket is not null).OrderBy(node => node.Ticket).Select(node => node.Id);
        if (!_model.Queue.Select(node => node.Id).SequenceEqual(queue)) throw Differs("the queue is another");
        var tree = await _host.TreeAsync(_say.Tree);
        if (tree?.RunningNodeId != _model.Running?.Id) throw Differs("another node runs");
        if ((tree?.Nodes ?? 0, tree?.QueuedNodes ?? 0) != (nodes.Count, nodes.Count(node => node.State == NodeState.Queued))) throw Differs("the tree's counts are others");
        if (_host.Consumed.Faults.TryPeek(out var fault)) throw Differs($"{fault}");
    }

    // Whatever has happened: once everything has come, a stop ends everything.
    private async Task EndAsync()
    {
        foreach (var submit in _unsent)
        {
            await DoAsync(submit, late => _model.Submit(late.NodeId, late.ParentId, late.Prompt));
            await CompareAsync();
        }

        await DoAsync(_say.StopTree(), _ => _model.StopTree());
        if (_model.Running is not null) await EndRunAsync();
        await CompareAsync();
        Assert.All(_model.Nodes, node => Assert.True(node.State.IsFinished(), $"{node} has not ended; seed {seed}"));
    }

    private static string Short(object message) => message switch
    {
        SubmitMessage submit => $"submit {submit.NodeId:N} to {submit.ParentId:N}",
        StopNode stop => $"stop {stop.NodeId:N}{(stop.Branch ? " with its branch" : "")}",
        ClearBranch clear => $"clear {clear.NodeId:N}",
        ResumeNode resume => $"resume {resume.NodeId:N}",
        RetryNode retry => $"retry {retry.NodeId:N}",
        _ => $"{message.GetType().Name}",
    };

    private InvalidOperationException Differs(string how) => new($"Seed {seed}: {how}, after\n{string.Join('\n', _steps)}\n{_host.Log.Text}");
}
