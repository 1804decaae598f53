using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>
/// Begins the transactions of consumed messages. While the database is away a message waits here, before its consumer has run: as a
/// fault it would become a dead letter, and what it says would be lost to its saga. It waits for as long as the outage lasts;
/// a delivery that the broker takes back meanwhile comes again, and the inbox lets one of the two have the effect.
/// </summary>
internal sealed class TransactionStart(
    IStateBackend state, TimeProvider time, ILogger<TransactionStart> log, IHostApplicationLifetime? lifetime = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Begins a transaction; null where the message has had its effect already.</summary>
    /// <exception cref="OperationCanceledException">The delivery is lost or the host ends; the message comes again.</exception>
    public async Task<IStateSession?> BeginAsync(InboxKey inbox, CancellationToken cancellationToken)
    {
        try
        {
            return await state.BeginAsync(inbox, cancellationToken);
        }
        catch (Exception fault) when (DatabaseOutages.IsOutage(fault))
        {
            log.LogWarning(fault, "Message {MessageId} waits, as the database cannot be reached", inbox.MessageId);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime?.ApplicationStopping ?? CancellationToken.None);
        return await BeginOnceBackAsync(inbox, inbox.MessageId, either.Token);
    }

    /// <summary>Waits until the database takes transactions again, of which the message has none itself.</summary>
    /// <exception cref="OperationCanceledException">The bus ends the delivery, as when the host stops; the message comes again.</exception>
    public async Task WaitAsync(Guid? messageId, CancellationToken cancellationToken)
    {
        log.LogWarning("Message {MessageId} waits, as the database cannot be reached", messageId);
        await using var session = await BeginOnceBackAsync(inbox: null, messageId, cancellationToken);
    }

    private async Task<IStateSession?> BeginOnceBackAsync(InboxKey? inbox, Guid? messageId, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            await Task.Delay(pause, time, cancellationToken);
            try
            {
                return await state.BeginAsync(inbox, cancellationToken);
            }
            catch (Exception fault) when (DatabaseOutages.IsOutage(fault))
            {
                log.LogDebug(fault, "Message {MessageId} waits on", messageId);
            }
        }
    }
}
