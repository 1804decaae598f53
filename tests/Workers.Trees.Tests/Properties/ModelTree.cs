using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>What should become of a tree: the rules in the simplest words, on plain lists.</summary>
internal sealed class ModelTree(Guid root)
{
    private readonly List<ModelNode> _nodes = [];
    private readonly Dictionary<Guid, Early> _early = [];

    public IReadOnlyList<ModelNode> Nodes => _nodes;

    public List<ModelNode> Queue { get; } = [];

    public ModelNode? Running { get; private set; }

    public ModelNode? Find(Guid id) => _nodes.Find(node => node.Id == id);

    public void Submit(Guid id, Guid? parent, string prompt)
    {
        if (Find(id) is not null) return;

        var node = new ModelNode(id, parent, prompt);
        _nodes.Add(node);
        if (_early.Remove(id, out var early)) Apply(node, early);
        var above = parent is { } parentId ? Find(parentId) : null;
        if (IsParentGone(node)) FailQueued(other => other == node || ContinuesFrom(other, node));
        if (parent is null || above is { Rooted: true })
        {
            foreach (var come in Branch(node))
            {
                come.Rooted = true;
                if (IsQueued(come) && !Queue.Contains(come)) Queue.Add(come);
            }
        }
        else if (above is null && !_early.ContainsKey(parent.Value)) _early[parent.Value] = new Early();

        StartNext();
    }

    public void Stop(Guid id, bool branch)
    {
        if (Find(id) is { } node) StopAll(branch ? Branch(node) : [node]);
        else Expect(id).Stops(branch);
        StartNext();
    }

    public void StopTree()
    {
        if (Find(root) is null) Expect(root).Stops(branch: true);
        StopAll(_nodes);
        StartNext();
    }

    public void Clear(Guid id)
    {
        if (Find(id) is { } node) ClearAll(Branch(node));
        else Expect(id).Clear = true;
        if (id == root) ClearAll(_nodes.Where(waiting => !waiting.Rooted));
        StartNext();
    }

    public void Replace(Guid id, string prompt)
    {
        if (Find(id) is not { } node) Expect(id).Prompt = prompt;
        else if (IsQueued(node)) node.Prompt = prompt;
    }

    public void Again(Guid id, bool resume)
    {
        if (Find(id) is not { State: NodeState.Failed or NodeState.Stopped or NodeState.Interrupted or NodeState.Completed } node) return;
        if (resume && node.State == NodeState.Completed) return;

        node.State = NodeState.Queued;
        if (IsParentGone(node)) FailQueued(other => other == node || ContinuesFrom(other, node));
        else if (node.Rooted) Queue.Add(node);
        StartNext();
    }

    /// <summary>The running node's run ends.</summary>
    public void End(RunState how)
    {
        var (node, endsAs) = (Running!, Running!.EndsAs);
        (Running, node.EndsAs) = (null, null);
        node.State = (how, endsAs) switch
        {
            (_, NodeState.Cleared) => NodeState.Cleared,
            (RunState.Completed, _) => NodeState.Completed,
            (RunState.Stopped, _) or (_, NodeState.Stopped) => NodeState.Stopped,
            (RunState.Failed, _) => NodeState.Failed,
            _ => NodeState.Interrupted,
        };
        if (node.State == NodeState.Cleared) node.Prompt = "";
        if (node.State == NodeState.Failed) FailQueued(other => ContinuesFrom(other, node));
        StartNext();
    }

    private void Apply(ModelNode node, Early early)
    {
        node.Prompt = early.Prompt ?? node.Prompt;
        if (early.Clear) ClearAll(Branch(node));
        else if (early.Stop) StopAll(early.Branch ? Branch(node) : [node]);
    }

    private void FailQueued(Func<ModelNode, bool> which)
    {
        foreach (var node in _nodes.Where(IsQueued).Where(which).ToList()) Leave(node, NodeState.Failed);
    }

    private bool ContinuesFrom(ModelNode node, ModelNode ancestor) =>
        node.Parent is { } parent && (parent == ancestor.Id || (Find(parent) is { } above && ContinuesFrom(above, ancestor)));

    private bool IsParentGone(ModelNode node) => node.Parent is { } parent && IsGone(Find(parent) ?? Find(root));

    private void StopAll(IEnumerable<ModelNode> nodes)
    {
        foreach (var node in nodes.ToList())
        {
            if (IsQueued(node)) Leave(node, NodeState.Stopped);
            else if (node == Running) EndRunning(NodeState.Stopped);
        }
    }

    private void ClearAll(IEnumerable<ModelNode> nodes)
    {
        foreach (var node in nodes.ToList())
        {
            if (node == Running && !EndRunning(NodeState.Cleared)) continue;

            Leave(node, NodeState.Cleared);
            node.Prompt = "";
        }
    }

    private void Leave(ModelNode node, NodeState state)
    {
        Queue.Remove(node);
        node.State = state;
    }

    // True where no worker had it, so that it is over at once.
    private bool EndRunning(NodeState endsAs)
    {
        var node = Running!;
        if (node.Claimed)
        {
            if (node.EndsAs != NodeState.Cleared) node.EndsAs = endsAs;
            return false;
        }

        Running = null;
        node.State = endsAs;
        return true;
    }

    private void StartNext()
    {
        if (Running is not null || Queue.Count == 0) return;

        Running = Queue[0];
        Queue.RemoveAt(0);
        (Running.State, Running.EndsAs, Running.Claimed) = (NodeState.Running, null, false);
        Running.Runs++;
    }

    private Early Expect(Guid id) => _early.TryGetValue(id, out var early) ? early : _early[id] = new Early();

    private IEnumerable<ModelNode> Branch(ModelNode node) => _nodes.Where(child => child.Parent == node.Id).SelectMany(Branch).Prepend(node);

    private static bool IsQueued(ModelNode node) => node.State == NodeState.Queued;

    private static bool IsGone(ModelNode? node) => node is { State: NodeState.Cleared } or { EndsAs: NodeState.Cleared };

    private sealed class Early
    {
        public string? Prompt { get; set; }

        public bool Stop { get; private set; }

        public bool Branch { get; private set; }

        public bool Clear { get; set; }

        public void Stops(bool branch) => (Stop, Branch) = (true, Branch || branch);
    }
}
