using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>Consumes a message in a state transaction; a message that has had its effect here goes no further.</summary>
internal sealed class StateTransactionFilter<T>(string consumer, IServiceProvider services) : IFilter<ConsumeContext<T>>
    where T : class
{
    private readonly OutboxConsumeOptions _options = new() { ConsumerType = consumer };
    private readonly TransactionStart _start = services.GetRequiredService<TransactionStart>();
    private readonly OutboxDelivery _delivery = services.GetRequiredService<OutboxDelivery>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly ILogger _log = services.GetRequiredService<ILogger<StateTransactionFilter<T>>>();

    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var messageId = context.GetOriginalMessageId() ?? throw new MessageException(typeof(T), "A message that changes state needs an id.");
        if (await ConsumeAsync(new InboxKey(messageId, consumer), context, next) is { } batch) await _delivery.SendCommittedAsync(batch);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("stateTransaction").Add("consumer", consumer);

    private async Task<OutboxBatch?> ConsumeAsync(InboxKey inbox, ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        await using var session = await _start.BeginAsync(inbox, context.CancellationToken);
        if (session is null)
        {
            _log.LogDebug("Message {MessageId} was consumed by {Consumer} before; it has no second effect", inbox.MessageId, consumer);
            await context.NotifyConsumed(context, TimeSpan.Zero, consumer);
            return null;
        }

        var scope = context.TryGetPayload<IServiceProvider>(out var scoped) ? scoped : services;
        var consuming = new StateConsumeContext<T>(context, _options, scope, session, _time);
        await next.Send(consuming);
        await consuming.ConsumeCompleted;
        return await CommitAsync(session, context);
    }

    private async Task<OutboxBatch?> CommitAsync(IStateSession session, ConsumeContext<T> context)
    {
        var start = _time.GetTimestamp();
        try
        {
            return await session.CommitAsync();
        }
        catch (Exception fault)
        {
            await context.NotifyFaulted(context, _time.GetElapsedTime(start), consumer, fault);
            throw;
        }
    }
}
