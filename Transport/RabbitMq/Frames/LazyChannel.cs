using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>A channel that is opened on first use, and again when it has been closed for good.</summary>
internal sealed class LazyChannel(FrameConnection connection, CreateChannelOptions options) : IAsyncDisposable
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

            return _channel = await connection.OpenChannelAsync(options, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }
}
