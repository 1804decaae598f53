using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.RabbitMq.Frames;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Learns every second whether the broker takes what is published, by publishing. A broker under a memory or
/// disk alarm tells only connections that publish, and MassTransit's own health check stays green meanwhile.
/// </summary>
internal sealed class BrokerProbe : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private static readonly BasicProperties Transient = new() { Persistent = false };

    private readonly LazyChannel _channel;
    private readonly BrokerState _state;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="connection">The connection that frames are published on.</param>
    /// <param name="state">Where it is noted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where changes are told.</param>
    public BrokerProbe(FrameConnection connection, BrokerState state, TimeProvider time, ILogger<BrokerProbe> log)
    {
        (_state, _time, _log) = (state, time, log);
        _channel = new LazyChannel(connection, Confirming);
        connection.Opened = Watch;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = _channel;
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            if (!_state.IsBlocked) await ProbeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ProbeAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            // To an exchange of every broker, without a queue behind it: confirmed and forgotten.
            var channel = await _channel.GetAsync(either.Token);
            await channel.BasicPublishAsync("amq.fanout", "", mandatory: false, Transient, ReadOnlyMemory<byte>.Empty, either.Token);
            _state.Publishes();
        }
        catch (Exception fault) when (!IsEnd(fault, stopping) && !_state.IsBlocked)
        {
            _state.CannotPublish(limit.IsCancellationRequested
                ? $"The broker has not confirmed a message for {Patience.TotalSeconds:0} s."
                : $"The broker cannot be reached: {(fault.InnerException ?? fault).Message}");
        }
        catch (Exception fault) when (!IsEnd(fault, stopping))
        {
            _log.LogDebug(fault, "The broker was asked while it held publishers back");
        }
    }

    private static bool IsEnd(Exception fault, CancellationToken stopping) => fault is OperationCanceledException && stopping.IsCancellationRequested;

    private void Watch(IConnection opened)
    {
        _state.Unblock();
        opened.ConnectionBlockedAsync += BlockedAsync;
        opened.ConnectionUnblockedAsync += UnblockedAsync;
        opened.ConnectionShutdownAsync += LostAsync;
    }

    private Task BlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
    {
        _log.LogWarning("The broker holds publishers back: {Reason}", blocked.Reason);
        _state.Block($"The broker holds publishers back ({blocked.Reason}).");
        return Task.CompletedTask;
    }

    private Task UnblockedAsync(object sender, AsyncEventArgs unblocked)
    {
        _state.Unblock();
        _log.LogInformation("The broker takes messages again");
        return Task.CompletedTask;
    }

    private Task LostAsync(object sender, ShutdownEventArgs lost)
    {
        _state.Unblock();
        _state.CannotPublish($"The connection to the broker was lost: {lost.ReplyText}");
        return Task.CompletedTask;
    }
}
