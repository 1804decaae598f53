using System.Buffers.Binary;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>Adds up what each person's runs use on a day, of each run once however often its end is told.</summary>
internal sealed class PersonSpending(IStateStore store, TimeProvider time)
{
    // Far more than limits let one person begin on a day; beyond it the oldest could be counted twice.
    private const int MostRuns = 2000;

    /// <summary>Counts the run that a node's change tells of, once its usage is known.</summary>
    /// <param name="userId">Whose it was.</param>
    /// <param name="changed">The change; any other than the end of a run is of no effect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task NoteAsync(long userId, NodeChanged changed, CancellationToken cancellationToken)
    {
        if (changed.Usage is null || !changed.State.IsFinished()) return;

        await store.ChangeAsync(async change => Count(await FindAsync(change, userId, cancellationToken), changed), cancellationToken);
    }

    /// <summary>What a person has used today.</summary>
    public async Task<DaySpending> TodayAsync(long userId, CancellationToken cancellationToken)
    {
        var person = await store.ReadAsync<TelegramPerson>(userId, cancellationToken);
        return person is not null && person.Day == Today ? new DaySpending(Today, person.Tokens, person.CostUsd) : new DaySpending(Today, new TokenCount(), 0);
    }

    private DateOnly Today => DayOf(time.GetUtcNow());

    private void Count(TelegramPerson person, NodeChanged changed)
    {
        // A worker whose clock is ahead must not begin tomorrow for everybody.
        var day = DayOf(changed.ChangedAt) < Today ? DayOf(changed.ChangedAt) : Today;
        if (day < person.Day) return;

        if (day > person.Day) BeginDay(person, day);
        var run = MarkOf(changed.NodeId, changed.Run);
        if (person.CountedRuns.Contains(run)) return;

        person.CountedRuns = [.. person.CountedRuns.Append(run).TakeLast(MostRuns)];
        person.Tokens = person.Tokens.Plus(changed.Usage!);
        person.CostUsd += changed.CostUsd ?? 0;
    }

    private static void BeginDay(TelegramPerson person, DateOnly day)
    {
        person.Day = day;
        person.CountedRuns = [];
        person.Tokens = new TokenCount();
        person.CostUsd = 0;
    }

    private static Task<TelegramPerson> FindAsync(IStateTransaction transaction, long userId, CancellationToken cancellationToken) =>
        transaction.FindOrAddAsync(userId, () => new TelegramPerson { UserId = userId }, cancellationToken);

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    // The last eight bytes of an id are random in every version of it.
    private static long MarkOf(Guid node, int run)
    {
        Span<byte> bytes = stackalloc byte[16];
        node.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) + run;
    }
}
