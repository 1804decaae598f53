using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Machine;

/// <summary>
/// The saga of a message tree. It says which message means something when; what that is, and what becomes of the nodes, is in
/// <see cref="TreeWork"/>.
/// </summary>
internal sealed class MessageTreeMachine : MassTransitStateMachine<MessageTree>
{
    private readonly TreeOptions _options;
    private readonly TimeProvider _time;

    public MessageTreeMachine(IOptions<TreeOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        InstanceState(tree => tree.CurrentState);
        Correlate();

        Initially(
            Settled(Submit(IsRoot)),
            Submit(IsReply).TransitionTo(Expected),
            StopOne().TransitionTo(Expected),
            StopAll().TransitionTo(Expected),
            Clear().TransitionTo(Expected),
            Link().TransitionTo(Expected),
            Replace().TransitionTo(Expected));
        During(Expected, Settled(Submit(IsRoot)), Submit(IsReply), StopOne(), StopAll(), Clear(), Link(), Replace(), Resume(), Retry(), EndWait());
        During(Idle, IfItRuns(Submit(_ => true)), IfItRuns(Resume()), IfItRuns(Retry()), StopOne(), StopAll(), Clear(), Link(), Replace(), EndWait());
        During(Expected, Idle, Ignore(SessionStarted), Ignore(Completed), Ignore(Undelivered));
        During(
            Running,
            Submit(_ => true), Resume(), Retry(), Link(), Replace(), EndWait(), IfIdle(StopOne()), IfIdle(StopAll()), IfIdle(Clear()),
            On(SessionStarted, (tree, started) => tree.Results.NameSessionAsync(started)),
            IfIdle(On(Completed, (tree, completed) => tree.Results.EndAsync(completed))),
            IfIdle(On(Undelivered, (tree, undelivered) => tree.Results.FailUndeliveredAsync(undelivered))));
    }

    /// <summary>Messages have spoken of the tree; its root has not come.</summary>
    public State Expected { get; private set; } = null!;

    /// <summary>Nothing of it runs.</summary>
    public State Idle { get; private set; } = null!;

    /// <summary>One of its nodes runs; the others wait.</summary>
    public State Running { get; private set; } = null!;

    public Event<SubmitMessage> Submitted { get; private set; } = null!;

    public Event<StopNode> StopNodeAsked { get; private set; } = null!;

    public Event<StopTree> StopTreeAsked { get; private set; } = null!;

    public Event<ClearBranch> ClearAsked { get; private set; } = null!;

    public Event<LinkMessage> Linked { get; private set; } = null!;

    public Event<ReplacePrompt> PromptReplaced { get; private set; } = null!;

    public Event<ResumeNode> ResumeAsked { get; private set; } = null!;

    public Event<RetryNode> RetryAsked { get; private set; } = null!;

    public Event<EndWaiting> WaitingEnded { get; private set; } = null!;

    public Event<CliSessionStarted> SessionStarted { get; private set; } = null!;

    public Event<CliTaskCompleted> Completed { get; private set; } = null!;

    public Event<CliTaskUndelivered> Undelivered { get; private set; } = null!;

    private void Correlate()
    {
        Event(() => Submitted, ById);
        Event(() => StopNodeAsked, ById);
        Event(() => StopTreeAsked, ById);
        Event(() => ClearAsked, ById);
        Event(() => Linked, ById);
        Event(() => PromptReplaced, ById);
        Event(() => ResumeAsked, ByIdOfAKnownTree);
        Event(() => RetryAsked, ByIdOfAKnownTree);
        Event(() => WaitingEnded, ByIdOfAKnownTree);
        Event(() => SessionStarted, ByIdOfAKnownTree);
        Event(() => Completed, ByIdOfAKnownTree);
        Event(() => Undelivered, ByIdOfAKnownTree);
    }

    // A new tree's record is stored first of all: it is the lock for which another worker with a message of the same tree waits.
    private static void ById<T>(IEventCorrelationConfigurator<MessageTree, T> command)
        where T : class, ITreeCommand
    {
        command.CorrelateById(context => context.Message.TreeId);
        command.InsertOnInitial = true;
        command.SetSagaFactory(context => new MessageTree { CorrelationId = context.Message.TreeId });
    }

    // What only a node that has run can be told comes too late where there is no tree any more.
    private static void ByIdOfAKnownTree<T>(IEventCorrelationConfigurator<MessageTree, T> command)
        where T : class, ITreeCommand => command.CorrelateById(context => context.Message.TreeId).OnMissingInstance(missing => missing.Discard());

    private EventActivityBinder<MessageTree, SubmitMessage> Submit(StateMachineCondition<MessageTree, SubmitMessage> which) =>
        Do(When(Submitted, which), (tree, message) => tree.Submissions.SubmitAsync(message));

    private EventActivityBinder<MessageTree, StopNode> StopOne() => On(StopNodeAsked, (tree, message) => tree.Stops.StopAsync(message));

    private EventActivityBinder<MessageTree, StopTree> StopAll() => On(StopTreeAsked, (tree, message) => tree.Stops.StopTreeAsync(message));

    private EventActivityBinder<MessageTree, ClearBranch> Clear() => On(ClearAsked, (tree, message) => tree.Clears.ClearAsync(message));

    private EventActivityBinder<MessageTree, LinkMessage> Link() => On(Linked, (tree, message) => tree.Submissions.LinkAsync(message));

    private EventActivityBinder<MessageTree, ReplacePrompt> Replace() => On(PromptReplaced, (tree, message) => tree.Submissions.ReplacePromptAsync(message));

    private EventActivityBinder<MessageTree, ResumeNode> Resume() => On(ResumeAsked, (tree, message) => tree.Repeats.ResumeAsync(message));

    private EventActivityBinder<MessageTree, RetryNode> Retry() => On(RetryAsked, (tree, message) => tree.Repeats.RetryAsync(message));

    private EventActivityBinder<MessageTree, EndWaiting> EndWait() => On(WaitingEnded, (tree, message) => tree.Submissions.EndWaitingAsync(message));

    private EventActivityBinder<MessageTree, T> On<T>(Event<T> command, Func<TreeWork, T, Task> work)
        where T : class => Do(When(command), work);

    private EventActivityBinder<MessageTree, T> Do<T>(EventActivityBinder<MessageTree, T> binder, Func<TreeWork, T, Task> work)
        where T : class => binder.ThenAsync(context => TreeWork.DoAsync(context, _options, _time.GetUtcNow(), tree => work(tree, context.Message)));

    private EventActivityBinder<MessageTree, T> Settled<T>(EventActivityBinder<MessageTree, T> binder)
        where T : class => binder.IfElse(Runs, running => running.TransitionTo(Running), idle => idle.TransitionTo(Idle));

    private EventActivityBinder<MessageTree, T> IfItRuns<T>(EventActivityBinder<MessageTree, T> binder)
        where T : class => binder.If(Runs, running => running.TransitionTo(Running));

    private EventActivityBinder<MessageTree, T> IfIdle<T>(EventActivityBinder<MessageTree, T> binder)
        where T : class => binder.If(context => !Runs(context), idle => idle.TransitionTo(Idle));

    private static bool IsRoot(BehaviorContext<MessageTree, SubmitMessage> context) => context.Message.ParentId is null;

    private static bool IsReply(BehaviorContext<MessageTree, SubmitMessage> context) => context.Message.ParentId is not null;

    private static bool Runs<T>(BehaviorContext<MessageTree, T> context)
        where T : class => context.Saga.RunningNodeId is not null;
}
