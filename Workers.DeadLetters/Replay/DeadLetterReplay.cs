using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.Collection;
using Pipeline.Workers.DeadLetters.ModelRequests;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>
/// Sends dead letters to their queues again: first the message, then the note in the record. Killed between
/// the two, the record still waits, and a second replay is a duplicate that has one effect.
/// </summary>
internal sealed class DeadLetterReplay(IDeadLetterStore store, IRawSender sender)
{
    /// <summary>Replays one dead letter.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="model">For a model request: the model that answers, if not the one that failed last.</param>
    /// <param name="cancellationToken">Ends the wait; the message may have been sent.</param>
    public async Task<ReplayOutcome> ReplayAsync(string id, ModelReference? model, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } stored) return ReplayOutcome.NotFound(id);

        if (Envelope.TryRead<RunCliTask>(stored.Message.Body) is not null)
            return new ReplayOutcome(id, IsDone: false, "is a task that has failed with it, and whose message counts once: retry the task instead");

        if (Wishes.Of(stored.Message.Body) is { } wish)
            return new ReplayOutcome(id, IsDone: false, $"is a person's wish of that time ({wish}): by now it could stop, forget or run what was said since; ask for it again where you see the task");

        var isModelRequest = ModelRequestEnvelope.TryRead(stored.Message.Body) is not null;
        if (model is not null && !isModelRequest) return new ReplayOutcome(id, IsDone: false, "is no model request, so that --model has no meaning for it");

        // The stored message is the first that failed; the record, and so whoever reads it, names the last one's model.
        if (isModelRequest && model is null && ModelReference.TryParse(stored.Letter.Model, out var last)) model = last;

        try
        {
            var queue = model is { } other ? CommandExchanges.CompleteMessage(other.Provider) : stored.Letter.Queue;
            await sender.SendAsync(queue, Message(stored, isModelRequest, model), cancellationToken);
            await store.MarkReplayedAsync(id, stored.Letter.Count, cancellationToken);
            return new ReplayOutcome(id, IsDone: true, isModelRequest ? "is sent to the model again; its answer will be kept with it" : $"is in {queue} again");
        }
        catch (NotSentException fault)
        {
            return new ReplayOutcome(id, IsDone: false, $"was not replayed: {fault.Message}");
        }
    }

    private static DeadMessage Message(StoredDeadLetter stored, bool isModelRequest, ModelReference? model) => stored.Message with
    {
        Body = isModelRequest ? ModelRequestEnvelope.AsReplay(stored.Message.Body, stored.Letter.Id, model) : stored.Message.Body,
        Headers = new Dictionary<string, string>(stored.Message.Headers, StringComparer.Ordinal)
        {
            [FaultHeaders.ReplayOf] = stored.Letter.Id,
            [FaultHeaders.Replay] = $"{Guid.NewGuid():N}",
        },
    };
}
