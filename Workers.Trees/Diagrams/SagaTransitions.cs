using MassTransit;
using MassTransit.SagaStateMachine;
using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Diagrams;

/// <summary>
/// Reads a saga's transitions out of the machine itself. MassTransit's own graph has one vertex for a message in all states, so
/// it does not say from where to where it leads.
/// </summary>
internal sealed class SagaTransitions : StateMachineVisitor
{
    private readonly List<(string From, string Message, string To)> _all = [];
    private string _state = "";
    private string _message = "";

    /// <summary>The transitions, in the order in which they are declared.</summary>
    public static IReadOnlyList<(string From, string Message, string To)> Of(StateMachine<MessageTree> machine)
    {
        var transitions = new SagaTransitions();
        machine.Accept(transitions);
        return [.. transitions._all.Distinct()];
    }

    public void Visit(State state, Action<State> next)
    {
        _state = state.Name;
        next(state);
    }

    public void Visit(Event @event, Action<Event> next)
    {
        _message = @event.Name;
        next(@event);
    }

    public void Visit<TData>(Event<TData> @event, Action<Event<TData>> next)
        where TData : class
    {
        _message = typeof(TData).Name;
        next(@event);
    }

    public void Visit(IStateMachineActivity activity) => Note(activity);

    public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
    {
        Note(activity);
        next(activity);
    }

    public void Visit<T>(IBehavior<T> behavior)
        where T : class, SagaStateMachineInstance
    {
        // Nothing but its activities says where it leads.
    }

    public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
        where T : class, SagaStateMachineInstance => next(behavior);

    public void Visit<T, TData>(IBehavior<T, TData> behavior)
        where T : class, SagaStateMachineInstance
        where TData : class
    {
        // Nothing but its activities says where it leads.
    }

    public void Visit<T, TData>(IBehavior<T, TData> behavior, Action<IBehavior<T, TData>> next)
        where T : class, SagaStateMachineInstance
        where TData : class => next(behavior);

    private void Note(IStateMachineActivity activity)
    {
        if (activity is TransitionActivity<MessageTree> transition) _all.Add((_state, _message, transition.ToState.Name));
    }
}
