using Npgsql;
using Pipeline.Persistence.Coordination;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Processes;

/// <summary>Shared documents of a database that can be taken away.</summary>
internal sealed class UnreliableDocuments(ISharedDocuments documents) : ISharedDocuments
{
    private volatile bool _isAway;

    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    public Task UpdateAsync(string name, DocumentChange change, CancellationToken cancellationToken) => IsAway
        ? Task.FromException(new NpgsqlException("Failed to connect", new IOException("connection refused")))
        : documents.UpdateAsync(name, change, cancellationToken);
}
