using System.Net;
using System.Net.Sockets;

namespace Pipeline.TestKit.Upstream;

/// <summary>
/// An address where connecting neither succeeds nor fails: the port listens, but its queue is full and
/// nobody accepts, so the client's SYN stays unanswered.
/// </summary>
public sealed class UnacceptingUpstream : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];

    private UnacceptingUpstream()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 0);
    }

    /// <summary>The base URL as it is configured for an upstream.</summary>
    public Uri ApiAddress => new($"http://{_listener.LocalEndPoint}/v1");

    /// <summary>Opens the port and fills its queue.</summary>
    public static async Task<UnacceptingUpstream> StartAsync()
    {
        var upstream = new UnacceptingUpstream();
        while (await upstream.TryFillAsync())
        {
        }

        return upstream;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var filler in _fillers) filler.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>False once a connection attempt hangs; on loopback one that can succeed does so at once.</summary>
    private async Task<bool> TryFillAsync()
    {
        var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _fillers.Add(filler);
        using var hangs = new CancellationTokenSource(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        try
        {
            await filler.ConnectAsync(_listener.LocalEndPoint!, hangs.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
