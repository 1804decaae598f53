namespace Pipeline.Workers.Telegram.Leases;

/// <summary>
/// Something that exactly one of all Telegram workers does: polling, handling updates, showing nodes. It begins when this worker
/// gets the lease, and ends when the lease is lost or the host stops; then another worker does it.
/// </summary>
internal interface ILeaseWork
{
    /// <summary>Works while the lease lasts.</summary>
    /// <param name="lease">Cancelled when it is over: from then on nothing may be said or fetched.</param>
    Task RunAsync(CancellationToken lease);
}
