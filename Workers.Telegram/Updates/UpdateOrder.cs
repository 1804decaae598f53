using Microsoft.Extensions.Options;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Holds back what has overtaken an earlier update on its way from the webhook. Telegram brings a chat's next message only when the one
/// before it was taken, but several workers store what the ingress took, each at its own pace. Updates are numbered in succession: as
/// long as the number before is missing, it may come at any moment.
/// </summary>
internal sealed class UpdateOrder(UpdateInbox inbox, IOptions<UpdateOptions> options, TimeProvider time)
{
    /// <summary>
    /// How long after its arrival an update waits for the one before it: 1 s. Telegram leaves numbers out where nothing came for a week,
    /// and one that the ingress could not take comes later.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Those that may be handled now.</summary>
    /// <param name="unhandled">All that are stored and not handled, in their order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<TelegramUpdate>> ReadyAsync(IReadOnlyList<TelegramUpdate> unhandled, CancellationToken cancellationToken)
    {
        if (!options.Value.UsesWebhook) return unhandled;

        List<TelegramUpdate> ready = [];
        foreach (var update in unhandled)
        {
            var isNext = ready is [.., var last] && last.UpdateId == update.UpdateId - 1;
            if (!isNext && IsYoung(update) && !await inbox.HasAsync(update.UpdateId - 1, cancellationToken)) break;
            ready.Add(update);
        }

        return ready;
    }

    // Another worker's clock may be ahead.
    private bool IsYoung(TelegramUpdate update) => (time.GetUtcNow() - update.ReceivedAt).Duration() < Patience;
}
