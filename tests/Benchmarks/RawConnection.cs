using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Benchmarks;

/// <summary>
/// A kept-alive HTTP/1.1 connection that does next to nothing itself: sends prepared bytes and scans the
/// answer for the first content and the end of its chunked body.
/// </summary>
internal sealed class RawConnection(Uri server) : IDisposable
{
    private const int Kept = 64;

    private static readonly byte[] End = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly TcpClient _tcp = new(server.Host, server.Port) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>A whole request.</summary>
    public static byte[] Request(Uri server, string path, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    /// <summary>Sends a request, reads the whole answer, and returns the time to the first content.</summary>
    /// <param name="request">From <see cref="Request"/>.</param>
    /// <param name="content">Bytes that only appear with the first content.</param>
    public async Task<TimeSpan> AskAsync(ReadOnlyMemory<byte> request, byte[] content)
    {
        var began = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        var kept = 0;
        var stream = _tcp.GetStream();
        await stream.WriteAsync(request);
        while (true)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(kept));
            var seen = _buffer.AsSpan(0, kept + read);
            if (read == 0) throw new EndOfStreamException($"The server closed: {Encoding.UTF8.GetString(seen)}");

            if (first is null && seen.IndexOf(content) >= 0) first = Stopwatch.GetElapsedTime(began);
            if (seen.EndsWith(End)) return first ?? throw new InvalidDataException($"No content: {Encoding.UTF8.GetString(seen)}");

            // What is sought may lie across two pieces.
            kept = Math.Min(seen.Length, Kept);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    public void Dispose() => _tcp.Dispose();
}
