using Pipeline.Contracts.Telegram;
using Pipeline.Persistence.State;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Telegram;

/// <summary>
/// Hands updates to the Telegram workers, durably: by the outbox where state is kept here, which in one process is the only
/// durable way, else straight to the broker.
/// </summary>
internal sealed class TelegramUpdates(CommandSender commands, IServiceProvider services, ILogger<TelegramUpdates> log)
{
    private static readonly Uri Exchange = new($"exchange:{CommandExchanges.TelegramUpdates}");

    private readonly IStateStore? _store = services.GetService<IStateStore>();

    /// <summary>Takes an update.</summary>
    /// <returns>The status to answer: 200 once it is durable, 503 where it cannot be now.</returns>
    public async Task<int> TakeAsync(string body, CancellationToken cancellationToken)
    {
        var update = new HandleTelegramUpdate { Body = body };
        try
        {
            if (_store is null) await commands.SendAsync(CommandExchanges.TelegramUpdates, update, cancellationToken);
            else await _store.ChangeAsync(change => change.SendAsync(Exchange, update, cancellationToken), cancellationToken);
            return StatusCodes.Status200OK;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "An update from Telegram could not be stored; Telegram brings it again");
            return StatusCodes.Status503ServiceUnavailable;
        }
    }
}
