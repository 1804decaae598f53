using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>
/// A client on a bare socket that reads only what the test asks for: its receive buffer is small, so
/// a server soon feels that nobody reads.
/// </summary>
public sealed class SlowReader : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private SlowReader(int receiveBuffer) => _socket.ReceiveBufferSize = receiveBuffer;

    /// <summary>Connects and posts a message; reads nothing.</summary>
    /// <param name="baseAddress">Without <c>/v1</c>.</param>
    /// <param name="body">The message.</param>
    /// <param name="path">Where to post it.</param>
    /// <param name="receiveBuffer">Size of the socket's receive buffer in bytes; the system may round it up.</param>
    public static async Task<SlowReader> PostMessageAsync(
        Uri baseAddress, JsonNode body, string path = "/v1/messages?beta=true", int receiveBuffer = 4096)
    {
        var reader = new SlowReader(receiveBuffer);
        var bytes = AnthropicRequests.ToUtf8(body);
        var head = $"POST {path} HTTP/1.1\r\nHost: {baseAddress.Authority}\r\nAuthorization: Bearer test-token\r\n"
            + $"anthropic-version: 2023-06-01\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n";

        await reader._socket.ConnectAsync(baseAddress.Host, baseAddress.Port);
        await reader.SendAsync(Encoding.ASCII.GetBytes(head));
        await reader.SendAsync(bytes);
        return reader;
    }

    /// <summary>Reads at most this many bytes of the raw response, waiting for the first; empty at its end.</summary>
    public async Task<byte[]> ReadAsync(int atMost, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[atMost];
        var count = await _socket.ReceiveAsync(buffer, cancellationToken);
        return buffer[..count];
    }

    /// <summary>Reads the raw response until it holds the text, and returns all read on the way.</summary>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken = default)
    {
        var read = new StringBuilder();
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var bytes = await ReadAsync(1024, cancellationToken);
            if (bytes.Length == 0) throw new EndOfStreamException($"The response ended without '{text}':\n{read}");
            read.Append(Encoding.UTF8.GetString(bytes));
        }

        return read.ToString();
    }

    /// <summary>Leaves with a TCP reset, as a client that crashed does.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes)..];
    }
}
