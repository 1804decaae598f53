using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// Frames as one broker message: each with a header of fixed length, then its payload. All numbers are
/// little-endian.
/// </summary>
internal static class FrameBatch
{
    private const int IdBytes = 16;
    private const int HeaderBytes = IdBytes + sizeof(int) + sizeof(int) + sizeof(byte) + sizeof(int);

    /// <summary>Bytes that a frame takes in a batch.</summary>
    public static int Length(Frame frame) => HeaderBytes + frame.Payload.Length;

    /// <summary>Writes frames one behind the other.</summary>
    public static byte[] Encode(IReadOnlyList<Frame> frames)
    {
        var batch = new byte[frames.Sum(Length)];
        var rest = batch.AsSpan();
        foreach (var frame in frames) rest = rest[Write(frame, rest)..];
        return batch;
    }

    /// <summary>Takes the next frame; its payload is a slice of the batch.</summary>
    /// <exception cref="InvalidDataException">The batch is not of this form.</exception>
    public static bool TryTake(ref ReadOnlyMemory<byte> batch, out Frame frame)
    {
        frame = default;
        if (batch.IsEmpty) return false;
        if (batch.Length < HeaderBytes) ThrowCut();

        var header = batch.Span[..HeaderBytes];
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[25..]);
        if (length < 0 || batch.Length - HeaderBytes < length) ThrowCut();

        frame = new Frame(
            new Guid(header[..IdBytes]),
            BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[20..]),
            (FrameKind)header[24],
            batch.Slice(HeaderBytes, length));
        batch = batch[(HeaderBytes + length)..];
        return true;
    }

    private static int Write(Frame frame, Span<byte> target)
    {
        frame.StreamId.TryWriteBytes(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], frame.Attempt);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], frame.Sequence);
        target[24] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(target[25..], frame.Payload.Length);
        frame.Payload.Span.CopyTo(target[HeaderBytes..]);
        return Length(frame);
    }

    [DoesNotReturn]
    private static void ThrowCut() => throw new InvalidDataException("A frame batch ends in the middle of a frame.");
}
