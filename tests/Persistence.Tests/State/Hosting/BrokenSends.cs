using MassTransit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Lets the transport refuse what the outbox sends, as a lost connection does.</summary>
internal sealed class BrokenSends : ISendObserver
{
    public bool AreBroken { get; set; }

    public Task PreSend<T>(SendContext<T> context)
        where T : class => AreBroken && typeof(T).Name == "SerializedMessageBody" ? throw new IOException("The connection is lost.") : Task.CompletedTask;

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
