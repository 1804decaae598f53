using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>A request body whose every piece must be taken within a time.</summary>
internal sealed class ChatContent : HttpContent
{
    private const int PieceBytes = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly TimeSpan _writeTimeout;
    private readonly TimeProvider _time;

    public ChatContent(ReadOnlyMemory<byte> json, TimeSpan writeTimeout, TimeProvider time)
    {
        (_json, _writeTimeout, _time) = (json, writeTimeout, time);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var idle = new IdleTimeout(_writeTimeout, _time, cancellationToken);
        for (var offset = 0; offset < _json.Length; offset += PieceBytes)
        {
            idle.Restart();
            try
            {
                await stream.WriteAsync(_json.Slice(offset, Math.Min(PieceBytes, _json.Length - offset)), idle.Token);
            }
            catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"it took no more of the request for {_writeTimeout.TotalSeconds:0.##} s", silence);
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
