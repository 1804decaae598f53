using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Tests.Hosting;

/// <summary>A store that can keep nothing, as on a full disk.</summary>
internal sealed class BrokenStore : IDeadLetterStore
{
    private static IOException Full => new("No space left on device.");

    public Task<DeadLetter> AddAsync(FailedMessage failed, CancellationToken cancellationToken) => throw Full;

    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken) => throw Full;

    public Task<StoredDeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => throw Full;

    public Task<bool> MarkReplayedAsync(string id, int count, CancellationToken cancellationToken) => throw Full;

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) => throw Full;

    public Task<bool> KeepAnswerAsync(string id, KeptAnswer answer, CancellationToken cancellationToken) => throw Full;

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) => throw Full;

    public Task SweepAsync(CancellationToken cancellationToken) => throw Full;
}

internal static class BrokenStoreExtensions
{
    public static void BreakStore(this IServiceCollection services) => services.AddSingleton<IDeadLetterStore, BrokenStore>();
}
