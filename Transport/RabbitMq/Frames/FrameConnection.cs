using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// A connection of the frame plane's own, opened on first use and again once it has been lost. Publishing and
/// consuming have one each: a broker that holds publishers back must not hold back what is read, nor commands.
/// </summary>
internal sealed class FrameConnection(BrokerAddress broker, string name) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;

    /// <summary>Called with each connection that has been opened, before it is used.</summary>
    public Action<IConnection>? Opened { get; set; }

    /// <summary>A new channel.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions options, CancellationToken cancellationToken)
    {
        var connection = _connection is { IsOpen: true } open ? open : await OpenAsync(cancellationToken);
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
            if (_connection is { IsOpen: true } open) return open;
            if (_connection is { } lost) await lost.DisposeAsync();

            // Whoever uses the connection opens what it needs anew: the client's own recovery could neither wait
            // for an exclusive queue that the broker has yet to release, nor tell anybody what was lost.
            var factory = broker.ToFactory();
            factory.ClientProvidedName = name;
            factory.AutomaticRecoveryEnabled = false;
            factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
            _connection = await factory.CreateConnectionAsync(cancellationToken);
            Opened?.Invoke(_connection);
            return _connection;
        }
        finally
        {
            _opening.Release();
        }
    }
}
