using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>Where neither a broker nor a running host is at hand.</summary>
internal sealed class AbsentSender : IRawSender
{
    public Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken) =>
        throw new NotSentException("a replay needs the running host, as its queues are in it; start it with: dotnet run --project Pipeline.Host");
}
