using Microsoft.Extensions.Options;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>
/// Looks at every open stream each second: whether its worker is lost, whether no worker comes, whether the
/// broker has been away for too long. Sends the command again where another worker may still answer unseen.
/// </summary>
internal sealed class RelayWatch(
    RelayStreams relays,
    IFrameInbox inbox,
    ITransportState transport,
    IOptions<IngressOptions> options,
    TimeProvider time,
    ILogger<RelayWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var limits = new RelayLimits(inbox.LostAfter, TimeSpan.FromSeconds(options.Value.StartTimeoutSeconds));
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var relay in relays.Open)
            {
                if (relay.Stream.NeedsSending(limits, transport)) _ = SendAgainAsync(relay, stoppingToken);
            }
        }
    }

    private async Task SendAgainAsync(OpenRelay relay, CancellationToken stopping)
    {
        log.LogWarning("Stream {StreamId}: its worker was lost before the client saw anything; the request is sent again", relay.Id);
        try
        {
            await relay.SendAgainAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The drain ends the stream.
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Stream {StreamId}: the request could not be sent again", relay.Id);
            relay.Stream.End(RelayFailures.BrokerAway(fault.Message));
        }
    }
}
