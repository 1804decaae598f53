using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>A channel that is opened on first use, and again when it has been closed.</summary>
/// <param name="connection">Where it is opened.</param>
/// <param name="options">How it confirms.</param>
/// <param name="opened">Called with each new channel, before it is used.</param>
internal sealed class LazyChannel(FrameConnection connection, CreateChannelOptions options, Action<IChannel>? opened = null) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private IChannel? _channel;

    public ValueTask<IChannel> GetAsync(CancellationToken cancellationToken) =>
        _channel is { IsOpen: true } open ? ValueTask.FromResult(open) : new ValueTask<IChannel>(OpenAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null) await _channel.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } open) return open;

            var channel = await connection.OpenChannelAsync(options, cancellationToken);
            opened?.Invoke(channel);
            return _channel = channel;
        }
        finally
        {
            _opening.Release();
        }
    }
}
