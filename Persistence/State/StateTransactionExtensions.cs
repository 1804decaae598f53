using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Consuming;

namespace Pipeline.Persistence.State;

/// <summary>State transactions of consumers and sagas.</summary>
public static class StateTransactionExtensions
{
    /// <summary>
    /// Every message at this endpoint is consumed in a state transaction: it has one effect however often it
    /// is delivered, and what it sends leaves only with its changes. To be called in the definition of the
    /// endpoint's consumer or saga. Conflicts with other transactions are retried here, unseen; an outage of the database is waited for.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">The bus's registrations.</param>
    /// <param name="inbox">
    /// Name under which its consumed messages are remembered, where a message may reach its consumers by more than one
    /// endpoint; by default the endpoint's own.
    /// </param>
    public static void UseStateTransaction(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context, string? inbox = null)
    {
        // Outside the transaction: each run has one of its own.
        RunAgain(endpoint, StateConflicts.MendsItself);
        var observer = new StateTransactionObserver(inbox ?? endpoint.InputAddress.GetEndpointName() ?? "", context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }

    /// <summary>
    /// Consumers at this endpoint change state by themselves, with <see cref="IStateStore"/>, and may be told twice. One that meets an
    /// outage of the database runs again when that is over; otherwise the message would become a dead letter. To be called before the
    /// consumers are put there.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">The bus's registrations.</param>
    public static void WaitForDatabase(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        RunAgain(endpoint, DatabaseOutages.IsOutage);
        endpoint.ConnectConsumerConfigurationObserver(new OutageWaitObserver(context.GetRequiredService<TransactionStart>()));
    }

    /// <summary>The transaction in which this message is consumed.</summary>
    /// <exception cref="InvalidOperationException">The endpoint has none.</exception>
    public static IStateTransaction State(this ConsumeContext context) => context.Session();

    internal static IStateSession Session(this ConsumeContext context) =>
        context.TryGetPayload<IStateConsumeContext>(out var state)
            ? state.Session
            : throw new InvalidOperationException($"'{context.ReceiveContext.InputAddress.GetEndpointName()}' changes state outside a transaction: its definition must call UseStateTransaction.");

    private static void RunAgain(IReceiveEndpointConfigurator endpoint, Func<Exception, bool> mendsItself) => endpoint.UseMessageRetry(retry =>
    {
        retry.Handle<Exception>(fault => mendsItself(fault));
        retry.Exponential(StateConflicts.Retries, StateConflicts.FirstPause, StateConflicts.LongestPause, StateConflicts.FirstPause);
    });
}
