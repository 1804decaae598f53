using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Nim.DeadLetters;

/// <summary>Hands requests that failed for good to the dead letters. Their clients have been told by then.</summary>
internal sealed class FailedRequests(CommandSender commands, IOptions<DeadLetterOptions> options, TimeProvider time)
{
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <param name="command">The request.</param>
    /// <param name="failure">What its client was told.</param>
    /// <param name="calls">Calls of the model that were made; 0 where this side refused the request.</param>
    public Task ReportAsync(CompleteMessage command, Failure failure, int calls)
    {
        if (!IsDeadLetter(command, failure, calls)) return Task.CompletedTask;

        var failed = new ModelRequestFailed
        {
            Command = command,
            ErrorType = failure.Type,
            ErrorMessage = failure.Message,
            Attempts = Math.Max(1, calls),
            Worker = Worker,
            FailedAt = time.GetUtcNow(),
        };

        // No token: the client, who has its answer, may leave at any moment.
        return commands.SendAsync(CommandExchanges.ModelRequestOutcomes, failed, CancellationToken.None);
    }

    // A replay's failure always counts, as its record is there already. Else the upstream must have been asked,
    // and the mistake not be the client's.
    private bool IsDeadLetter(CompleteMessage command, Failure failure, int calls) =>
        command.DeadLetterId is not null
        || (options.Value.ModelRequests && calls > 0 && failure.Type is not (ErrorTypes.InvalidRequest or ErrorTypes.RequestTooLarge));
}
