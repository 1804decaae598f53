namespace Pipeline.Persistence.State.Consuming;

/// <summary>Finds the transaction among the payloads of a consume context, under however many proxies.</summary>
internal interface IStateConsumeContext
{
    IStateSession Session { get; }
}
