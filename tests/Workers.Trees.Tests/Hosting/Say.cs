using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Messages of one tree.</summary>
internal sealed class Say
{
    /// <summary>When everything is said that has no time of its own.</summary>
    public static DateTimeOffset Then { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Guid Tree { get; } = Guid.NewGuid();

    public SubmitMessage Root(string prompt = "root", ChatMessage? message = null, TaskOptions? options = null) => New(Tree, null, prompt, message) with { Options = options ?? new TaskOptions() };

    public SubmitMessage Reply(Guid parent, string prompt = "reply", ChatMessage? message = null) => New(Guid.NewGuid(), parent, prompt, message);

    public StopNode Stop(Guid node, bool branch = false) => new() { TreeId = Tree, NodeId = node, Branch = branch };

    public StopTree StopTree() => new() { TreeId = Tree };

    public ClearBranch Clear(Guid node) => new() { TreeId = Tree, NodeId = node };

    public ResumeNode Resume(Guid node, int? run = null) => new() { TreeId = Tree, NodeId = node, Run = run };

    public RetryNode Retry(Guid node, int? run = null) => new() { TreeId = Tree, NodeId = node, Run = run };

    public CliTaskUndelivered Undelivered(RunCliTask run, string error) => new() { TreeId = Tree, NodeId = run.NodeId, RunId = run.RunId, Error = error };

    public ReplacePrompt Replace(Guid node, string prompt, DateTimeOffset? at = null) => new() { TreeId = Tree, NodeId = node, Prompt = prompt, EditedAt = at };

    public LinkMessage Link(Guid node, string messageId, string chat = "1") => new() { TreeId = Tree, NodeId = node, Message = Chat(messageId, chat) };

    public static ChatMessage Chat(string messageId, string chat = "1") => new() { Platform = ChatPlatforms.Telegram, ChatId = chat, MessageId = messageId };

    private SubmitMessage New(Guid node, Guid? parent, string prompt, ChatMessage? message) => new()
    {
        TreeId = Tree,
        NodeId = node,
        ParentId = parent,
        Prompt = prompt,
        Message = message,
        SubmittedAt = Then,
    };
}
