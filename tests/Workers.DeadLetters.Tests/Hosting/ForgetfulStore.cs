using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Tests.Hosting;

/// <summary>A store whose process is killed just before it notes a replay.</summary>
internal sealed class ForgetfulStore(IDeadLetterStore store) : IDeadLetterStore
{
    public Task<DeadLetter> AddAsync(FailedMessage failed, CancellationToken cancellationToken) => store.AddAsync(failed, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public Task<StoredDeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public Task<bool> MarkReplayedAsync(string id, int count, CancellationToken cancellationToken) => throw new ProcessKilledException();

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) => store.ReopenAsync(id, cancellationToken);

    public Task<bool> KeepAnswerAsync(string id, KeptAnswer answer, CancellationToken cancellationToken) => store.KeepAnswerAsync(id, answer, cancellationToken);

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) => store.DiscardAsync(id, cancellationToken);

    public Task SweepAsync(CancellationToken cancellationToken) => store.SweepAsync(cancellationToken);
}

internal sealed class ProcessKilledException : Exception;
