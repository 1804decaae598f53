using MassTransit;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Clearing;
using Pipeline.Workers.Trees.Machine;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;
using Pipeline.Workers.Trees.Runs;
using Pipeline.Workers.Trees.Stopping;
using Pipeline.Workers.Trees.Submission;

namespace Pipeline.Workers.Trees;

/// <summary>Everything that one message can do to its tree. What it has done is settled at its end.</summary>
internal sealed class TreeWork
{
    private readonly OpenTree _tree;
    private readonly NodeChanges _changes;
    private readonly TreeQueue _queue;
    private readonly RunStart _start;

    private TreeWork(OpenTree tree, TreeOptions options)
    {
        _tree = tree;
        _changes = new NodeChanges(tree);
        _queue = new TreeQueue(tree);
        var branches = new Branches(tree);
        var awaited = new Awaited(tree);
        var links = new ChatLinks(tree);
        var running = new RunEnding(tree);
        var parents = new Parents(tree);
        var failures = new Failures(tree, _changes, _queue, branches);
        Stops = new Stops(tree, _changes, _queue, branches, awaited, running);
        Clears = new Clears(tree, _changes, _queue, branches, awaited, links, running);
        Submissions = new Submissions(tree, _changes, _queue, branches, awaited, links, parents, failures, Stops, Clears);
        Results = new RunResults(tree, options, _changes, _queue, failures, Clears, running);
        Repeats = new Repeats(tree, _changes, _queue, parents, failures);
        _start = new RunStart(tree, _changes, _queue, branches);
    }

    /// <summary>New nodes.</summary>
    public Submissions Submissions { get; }

    /// <summary>What workers tell.</summary>
    public RunResults Results { get; }

    /// <summary>Resume and retry.</summary>
    public Repeats Repeats { get; }

    /// <summary>Stop.</summary>
    public Stops Stops { get; }

    /// <summary>Clear.</summary>
    public Clears Clears { get; }

    /// <summary>Does what a message asks, starts what can be started then, and tells what has changed.</summary>
    public static async Task DoAsync(BehaviorContext<MessageTree> context, TreeOptions options, DateTimeOffset now, Func<TreeWork, Task> work)
    {
        context.Announcements().Clear();
        var tree = context.Saga;
        if (tree.CreatedAt == default) (tree.CreatedAt, tree.UpdatedAt) = (now, now);
        var opened = new TreeWork(new OpenTree(tree, context.State(), context, now), options);
        await work(opened);
        await opened.SettleAsync();
    }

    private async Task SettleAsync()
    {
        await _start.StartNextAsync();
        await _changes.TellAsync(await _queue.PositionsAsync(_changes.Note));
    }
}
