using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// A request body whose every piece must be taken within a time. The timeout has to end the whole call:
/// a token of its own would not be heeded by the connection's stream.
/// </summary>
internal sealed class ChatContent : HttpContent
{
    private const int PieceBytes = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly TimeSpan _writeTimeout;
    private readonly IdleTimeout _idle;
    private readonly Action _sent;

    public ChatContent(ReadOnlyMemory<byte> json, TimeSpan writeTimeout, IdleTimeout idle, Action sent)
    {
        (_json, _writeTimeout, _idle, _sent) = (json, writeTimeout, idle, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>A connection is there, and the first piece is on its way or has been.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>A piece is on its way and has not been taken.</summary>
    public bool IsBeingWritten { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = IsBeingWritten = true;
        for (var offset = 0; offset < _json.Length; offset += PieceBytes)
        {
            _idle.Restart(_writeTimeout);
            await stream.WriteAsync(_json.Slice(offset, Math.Min(PieceBytes, _json.Length - offset)), cancellationToken);
        }

        // A small request lies in the connection's buffer until then.
        await stream.FlushAsync(cancellationToken);
        IsBeingWritten = false;
        _idle.Restart();
        _sent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
