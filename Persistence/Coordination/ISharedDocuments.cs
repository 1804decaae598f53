namespace Pipeline.Persistence.Coordination;

/// <summary>
/// Small documents that several processes change, one after the other, and the one clock that they all go by.
/// In PostgreSQL alone: where state is kept in files there is one process, and nobody to share with.
/// </summary>
/// <remarks>
/// For what workers must agree on while they run, such as how much of a provider's rate limit is used up. A
/// change is not flushed to the disk before it counts: a crash of the database itself may forget the changes
/// of its last fraction of a second (three times <c>wal_writer_delay</c>, 0.6 s), but never leaves half of one.
/// </remarks>
public interface ISharedDocuments
{
    /// <summary>Changes a document while nobody else can. The change is kept when this returns.</summary>
    /// <param name="name">Name of the document; it need not exist yet.</param>
    /// <param name="change">What to make of it.</param>
    /// <param name="cancellationToken">Ends the wait; whether the change was kept is then unknown.</param>
    /// <exception cref="System.Data.Common.DbException">The database does not answer, or refuses; whether the change was kept may be unknown.</exception>
    Task UpdateAsync(string name, DocumentChange change, CancellationToken cancellationToken);
}

/// <summary>A change of a shared document. It runs while the others wait: it must be quick, and wait for nothing.</summary>
/// <param name="document">The document as the last change left it; null before the first.</param>
/// <param name="now">The database's clock, read after everybody else's change was over.</param>
/// <returns>The new document; null to leave it as it is.</returns>
public delegate byte[]? DocumentChange(byte[]? document, DateTimeOffset now);
