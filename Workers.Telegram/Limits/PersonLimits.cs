using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>Limits each person's messages in sliding windows, which all workers share and a restart keeps.</summary>
internal sealed class PersonLimits(IStateStore store, IOptions<LimitOptions> options, TimeProvider time)
{
    /// <summary>Least time between two words about a limit to the same person.</summary>
    public static readonly TimeSpan TellInterval = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<LimitWindow> _windows = LimitWindow.Of(options.Value);

    /// <summary>Takes a message of a person, or says how long the next has to wait; what is refused does not count.</summary>
    public async Task<LimitDecision> TakeAsync(long userId, CancellationToken cancellationToken)
    {
        var decision = LimitDecision.Taken;
        await store.ChangeAsync(async change => decision = await TakeAsync(change, userId, cancellationToken), cancellationToken);
        return decision;
    }

    /// <summary>The same in one step with what the message leads to, so that one which comes again after a crash counts once.</summary>
    public async Task<LimitDecision> TakeAsync(IStateTransaction transaction, long userId, CancellationToken cancellationToken)
    {
        var person = await transaction.FindOrAddAsync(userId, () => new TelegramPerson { UserId = userId }, cancellationToken);
        var now = time.GetUtcNow();
        var sent = new SentMessages(person.Messages, now);
        var exceeded = _windows.MaxBy(sent.WaitFor)!;
        var wait = sent.WaitFor(exceeded);
        if (wait > TimeSpan.Zero) return new LimitDecision(exceeded, wait, ShouldTell(person, now));

        person.Messages = sent.WithOneMore(_windows);
        return LimitDecision.Taken;
    }

    /// <summary>What a person has used of each window.</summary>
    public async Task<IReadOnlyList<WindowUsage>> UsageAsync(long userId, CancellationToken cancellationToken)
    {
        var person = await store.ReadAsync<TelegramPerson>(userId, cancellationToken);
        var sent = new SentMessages(person?.Messages ?? [], time.GetUtcNow());
        return [.. _windows.Select(window => new WindowUsage(window, sent.In(window)))];
    }

    private static bool ShouldTell(TelegramPerson person, DateTimeOffset now)
    {
        if (person.ToldAt is { } told && (now - told).Duration() < TellInterval) return false;

        person.ToldAt = now;
        return true;
    }
}
