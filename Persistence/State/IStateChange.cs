namespace Pipeline.Persistence.State;

/// <summary>A state transaction that no message began: what it sends is stored with the state and then delivered.</summary>
public interface IStateChange : IStateTransaction
{
    /// <summary>Sends once the change is durable.</summary>
    /// <param name="address">Such as <c>exchange:NAME</c>.</param>
    /// <param name="message">A command.</param>
    /// <param name="cancellationToken">Gives up before the message is taken.</param>
    Task SendAsync<T>(Uri address, T message, CancellationToken cancellationToken)
        where T : class;
}
