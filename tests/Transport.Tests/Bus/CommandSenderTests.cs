using MassTransit;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Transport.Tests.Bus;

/// <summary>Sends commands while the broker goes away and comes back.</summary>
public sealed class CommandSenderTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly SentMessages _sent = new();
    private readonly LostConnection _connection = new();
    private IBusControl _bus = null!;

    public async Task InitializeAsync()
    {
        _bus = MassTransit.Bus.Factory.CreateUsingInMemory(_ => { });
        _bus.ConnectSendObserver(_sent);
        await _bus.StartAsync();
    }

    public Task DisposeAsync() => _bus.StopAsync();

    [Fact]
    public async Task What_a_lost_connection_never_confirms_is_sent_again_as_the_same_message()
    {
        _sent.HangNext();
        var sending = new CommandSender(_bus, _connection, _time).SendAsync("commands", new Command(), CancellationToken.None);
        await _sent.WhenAsync(1);

        _connection.ComeBack();
        await AdvanceUntilAsync(sending);

        Assert.Equal(2, _sent.Ids.Count);
        Assert.Single(_sent.Ids.Distinct());
    }

    [Fact]
    public async Task A_slow_broker_is_not_sent_the_same_again()
    {
        _sent.HangNext();
        var sending = new CommandSender(_bus, _connection, _time).SendAsync("commands", new Command(), CancellationToken.None);
        await _sent.WhenAsync(1);

        await Assert.ThrowsAsync<BrokerUnavailableException>(() => AdvanceUntilAsync(sending));

        Assert.Single(_sent.Ids);
    }

    private async Task AdvanceUntilAsync(Task sending)
    {
        await Patience.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(sending.IsCompleted);
            },
            "the command to be sent, or given up");
        await sending;
    }

    /// <summary>A command.</summary>
    public sealed record Command;

    /// <summary>Notes what is sent, and never confirms what it is told not to.</summary>
    private sealed class SentMessages : ISendObserver
    {
        private readonly Lock _gate = new();
        private readonly List<Guid?> _ids = [];
        private bool _hangs;

        public IReadOnlyList<Guid?> Ids
        {
            get { lock (_gate) return [.. _ids]; }
        }

        public void HangNext() => _hangs = true;

        public Task PreSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;

        public Task PostSend<T>(SendContext<T> context)
            where T : class
        {
            lock (_gate)
            {
                _ids.Add(context.MessageId);
                var hangs = _hangs;
                _hangs = false;
                return hangs ? new TaskCompletionSource().Task : Task.CompletedTask;
            }
        }

        public Task WhenAsync(int count) => Patience.UntilAsync(() => Task.FromResult(Ids.Count == count), $"{count} messages to be sent");
    }

    /// <summary>A broker that has been there all the time, until it was away for a moment.</summary>
    private sealed class LostConnection : ITransportState
    {
        public string? Trouble => null;

        public TimeSpan TroubleFor => TimeSpan.Zero;

        public TimeSpan ReadyFor => TimeSpan.FromSeconds(10);

        public bool IsBlocked => false;

        public int Reconnections { get; private set; }

        public CancellationToken Blocked => CancellationToken.None;

        public void ComeBack() => Reconnections++;
    }
}
