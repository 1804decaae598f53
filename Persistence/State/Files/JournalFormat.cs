using System.Buffers.Binary;
using System.Numerics;

namespace Pipeline.Persistence.State.Files;

/// <summary>How a step lies in the journal: its length and the CRC-32C of its bytes, four bytes each, then the bytes.</summary>
internal static class JournalFormat
{
    private const int HeaderLength = 8;

    public static void Write(Stream output, ReadOnlySpan<byte> step)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, step.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Checksum(step));
        output.Write(header);
        output.Write(step);
    }

    /// <summary>The first step of what is left; false where it is torn. No step is empty, so zeroes are none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> journal, out ReadOnlyMemory<byte> step, out int length)
    {
        (step, length) = (default, 0);
        if (journal.Length < HeaderLength) return false;

        var size = BinaryPrimitives.ReadInt32LittleEndian(journal.Span);
        if (size <= 0 || size > journal.Length - HeaderLength) return false;

        step = journal.Slice(HeaderLength, size);
        length = HeaderLength + size;
        return BinaryPrimitives.ReadUInt32LittleEndian(journal.Span[4..]) == Checksum(step.Span);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
