using System.Net;

namespace Pipeline.Workers.Telegram.BotApi.Requests.Forms;

/// <summary>A file as long as it was when it was opened: what is written to it meanwhile, as to a log, is not sent.</summary>
internal sealed class FixedLengthContent(Stream file) : HttpContent
{
    private const int Piece = 64 * 1024;

    private readonly long _length = file.Length - file.Position;

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        for (var left = _length; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, Piece)), cancellationToken);

            // The form has promised its length: with less the call fails, and the next one takes the file as it is then.
            if (read == 0) throw new EndOfStreamException("The file has become shorter while it was sent");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
