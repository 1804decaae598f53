using MassTransit;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Trees.Machine;

/// <summary>
/// Events of one message for whoever listens. They are published after its transaction and not with it: an event without
/// a listener would lie in the outbox of an in-memory bus for ever.
/// </summary>
internal sealed class Announcements
{
    private readonly List<object> _messages = [];

    /// <summary>Adds an event.</summary>
    public void Add(object message) => _messages.Add(message);

    /// <summary>Forgets those of a run of the transaction that came to nothing.</summary>
    public void Clear() => _messages.Clear();

    /// <summary>Publishes them, in order.</summary>
    public async Task PublishAsync(IPublishEndpoint endpoint, CancellationToken cancellationToken)
    {
        foreach (var message in _messages) await endpoint.Publish(message, message.GetType(), cancellationToken);
    }
}

/// <summary>Publishes what a message has announced, once it has been consumed.</summary>
internal sealed class AnnouncementFilter(ILogger<AnnouncementFilter> log) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var announcements = context.GetOrAddPayload(() => new Announcements());
        await next.Send(context);
        try
        {
            await announcements.PublishAsync(context, context.CancellationToken);
        }
        catch (Exception fault)
        {
            // The change is durable; who missed the event finds it in the store.
            log.LogWarning(fault, "A change of a message tree could not be announced");
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("announcements");
}

/// <summary>Finds what a message announces.</summary>
internal static class AnnouncementExtensions
{
    /// <summary>The message's announcements.</summary>
    public static Announcements Announcements(this ConsumeContext context) => context.GetOrAddPayload(() => new Announcements());
}
