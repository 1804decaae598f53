using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Events;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.ModelRequests;

/// <summary>Stores the answers of replayed requests.</summary>
internal sealed class ModelRequestAnsweredConsumer(IDeadLetterStore store, ILogger<ModelRequestAnsweredConsumer> log) : IConsumer<ModelRequestAnswered>
{
    public async Task Consume(ConsumeContext<ModelRequestAnswered> context)
    {
        var answered = context.Message;
        var answer = new KeptAnswer(answered.Message, answered.Model, answered.AnsweredAt);
        if (await store.KeepAnswerAsync(answered.DeadLetterId, answer, context.CancellationToken))
            log.LogInformation("Dead letter {Id} has its answer", answered.DeadLetterId);
        else
            log.LogWarning("Dead letter {Id} was discarded before its answer came", answered.DeadLetterId);
    }
}
