using MassTransit;
using MassTransit.Middleware;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>Takes what is sent outside a consumer into a transaction.</summary>
internal sealed class OutgoingCapture(IStateSession session, IServiceProvider services, TimeProvider time) : OutboxSendContext
{
    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        session.Capture(OutgoingMessage.From(context, time.GetUtcNow()));
        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => services.GetService(serviceType);
}
