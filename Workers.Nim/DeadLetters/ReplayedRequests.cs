using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.Completion;

namespace Pipeline.Workers.Nim.DeadLetters;

/// <summary>
/// Answers requests whose clients have long gone: the answer goes to the dead letter that was replayed. What
/// is not finished when the worker stops is given back to the bus, as nobody would ask again.
/// </summary>
internal sealed class ReplayedRequests(Completer completer, CommandSender commands, TimeProvider time, ILogger<ReplayedRequests> log)
{
    /// <exception cref="OperationCanceledException">The worker stops.</exception>
    public async Task AnswerAsync(CompleteMessage command, string deadLetterId, CancellationToken stopping)
    {
        log.LogInformation("{RequestId}: replayed as dead letter {Id}", command.RequestId, deadLetterId);
        var answer = new GatheredAnswer();
        using var frames = new FrameWriter(answer, "", command.StreamId, attempt: 1);

        // Nobody reads along, so the answer may be begun anew until it is whole.
        await completer.AnswerAsync(command with { Stream = false, TellModel = true }, frames, stopping);
        if (answer.Message is not { } message) return;

        var answered = new ModelRequestAnswered
        {
            DeadLetterId = deadLetterId,
            Message = message,
            Model = answer.Model ?? new ModelReference(command.Provider, command.Model).ToString(),
            AnsweredAt = time.GetUtcNow(),
        };
        await commands.SendAsync(CommandExchanges.ModelRequestOutcomes, answered, stopping);
    }
}
