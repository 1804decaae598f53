using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// A connection of the frame plane's own, opened on first use and recovered by itself. Publishing and
/// consuming have one each: a broker that holds publishers back must not hold back what is read, nor commands.
/// </summary>
internal sealed class FrameConnection(Uri broker, string name) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;

    /// <summary>A new channel.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions options, CancellationToken cancellationToken)
    {
        var connection = _connection ?? await OpenAsync(cancellationToken);
        return await connection.CreateChannelAsync(options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var factory = new ConnectionFactory
            {
                Uri = broker,
                ClientProvidedName = name,
                NetworkRecoveryInterval = TimeSpan.FromSeconds(1),
                RequestedHeartbeat = TimeSpan.FromSeconds(10),
            };
            return _connection ??= await factory.CreateConnectionAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }
}
