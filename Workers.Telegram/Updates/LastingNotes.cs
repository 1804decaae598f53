using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Notes of what has been done or said already. While the database is away they are tried until it takes them: an update whose handling
/// fails is handled again, and would say the same once more.
/// </summary>
internal sealed class LastingNotes(TimeProvider time, Func<double> chance, ILogger<LastingNotes> log)
{
    /// <summary>Makes a note; faults other than an outage are the caller's.</summary>
    /// <param name="note">Makes it, and may be asked again.</param>
    /// <param name="lease">Ends it.</param>
    public async Task KeepAsync(Func<Task> note, CancellationToken lease)
    {
        var backoff = new Backoff(chance);
        while (true)
        {
            try
            {
                await note();
                return;
            }
            catch (Exception fault) when (DatabaseOutages.IsOutage(fault))
            {
                log.LogWarning("What was done could not be noted as the database is away; it is tried again: {Reason}", fault.Message);
            }

            await Task.Delay(backoff.Next(), time, lease);
        }
    }
}
