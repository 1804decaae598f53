using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>
/// What a consumer in a state transaction sees: everything it sends is kept back until the commit. It is one
/// of MassTransit's outbox contexts, so that the event of its fault goes past the outbox; the inbox itself is
/// the filter's affair.
/// </summary>
internal sealed class StateConsumeContext<T>(
    ConsumeContext<T> context,
    OutboxConsumeOptions options,
    IServiceProvider services,
    IStateSession session,
    TimeProvider time) : OutboxConsumeContextProxy<T>(context, options, services), IStateConsumeContext
    where T : class
{
    public IStateSession Session => session;

    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    public override Task AddSend<TMessage>(SendContext<TMessage> context)
    {
        session.Capture(OutgoingMessage.From(context, time.GetUtcNow()));
        return Task.CompletedTask;
    }

    public override Task SetConsumed() => Task.CompletedTask;

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;
}
