using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>
/// Without a broker a replay under way ends with its process. At the next start the model requests among them,
/// which have no answer, wait again.
/// </summary>
internal sealed class LostReplays(IDeadLetterStore store, ILogger<LostReplays> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var letters = await store.ListAsync(stoppingToken);
            foreach (var letter in letters.Where(letter => letter is { State: DeadLetterState.Replayed, Model: not null }))
            {
                await store.ReopenAsync(letter.Id, stoppingToken);
                log.LogInformation("Dead letter {Id} waits again, as its replay ended with the last process", letter.Id);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks again.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The replays that were lost could not be looked for");
        }
    }
}
