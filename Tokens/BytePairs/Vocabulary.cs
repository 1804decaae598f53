using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pipeline.Tokens.BytePairs;

/// <summary>
/// The tokens of an encoding, found by their bytes. Their bytes lie in one row; a table of 32-bit slots leads
/// to them, small enough to stay in the processor's cache: most look-ups end at the slot, or at one comparison.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>What <see cref="Rank"/> says of bytes that are no token.</summary>
    public const int None = int.MaxValue;

    // A slot holds a rank plus one, as 0 is an empty slot, and above it the hash's remaining bits.
    private const int RankBits = 17;
    private const uint RankMask = (1u << RankBits) - 1;
    private const int SlotBits = 18;
    private const int SlotMask = (1 << SlotBits) - 1;

    private readonly uint[] _slots = new uint[1 << SlotBits];
    private readonly int[] _twoBytes = new int[1 << 16];
    private readonly int[] _starts;
    private readonly byte[] _bytes;

    /// <param name="lengths">The length of each token, in the order of their ranks.</param>
    /// <param name="bytes">The tokens' bytes, in the same order.</param>
    public Vocabulary(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> bytes)
    {
        Array.Fill(_twoBytes, None);
        _bytes = bytes.ToArray();
        _starts = new int[lengths.Length + 1];
        for (var rank = 0; rank < lengths.Length; rank++)
        {
            _starts[rank + 1] = _starts[rank] + lengths[rank];
            Insert(rank);
            if (lengths[rank] == 2) _twoBytes[BinaryPrimitives.ReadUInt16LittleEndian(Bytes(rank))] = rank;
        }
    }

    /// <summary>How many tokens there are; their ranks go from 0 on.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> Bytes(int rank) => _bytes.AsSpan(_starts[rank], _starts[rank + 1] - _starts[rank]);

    /// <summary>The rank of the token with these bytes, at least one; <see cref="None"/> where there is none.</summary>
    public int Rank(ReadOnlySpan<byte> token)
    {
        var hash = Hash(token);
        var mark = (uint)hash & ~RankMask;
        for (var at = Slot(hash); ; at = (at + 1) & SlotMask)
        {
            var slot = _slots[at];
            if (slot == 0) return None;
            if ((slot & ~RankMask) != mark) continue;

            var rank = (int)(slot & RankMask) - 1;
            if (token.SequenceEqual(Bytes(rank))) return rank;
        }
    }

    /// <summary>The same of two bytes: merging begins with them, and asks for little else as often.</summary>
    public int RankOfTwo(byte first, byte second) => _twoBytes[first | second << 8];

    private void Insert(int rank)
    {
        var hash = Hash(Bytes(rank));
        var at = Slot(hash);
        while (_slots[at] != 0) at = (at + 1) & SlotMask;
        _slots[at] = ((uint)hash & ~RankMask) | (uint)(rank + 1);
    }

    private static int Slot(ulong hash) => (int)(hash >> (64 - SlotBits));

    /// <summary>
    /// Looks at the first and the last eight bytes: few tokens are longer than sixteen. Nobody gains by making
    /// bytes collide, as the tokens are fixed and only they are in the table.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> token)
    {
        ulong first, last = (ulong)token.Length;
        if (token.Length >= 8)
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(token);
            last += BinaryPrimitives.ReadUInt64LittleEndian(token[^8..]) << 8 | BinaryPrimitives.ReadUInt64LittleEndian(token[^8..]) >> 56;
        }
        else if (token.Length >= 4)
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(token) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(token[^4..]) << 32;
        }
        else
        {
            first = token[0] | (uint)token[token.Length >> 1] << 8 | (uint)token[^1] << 16;
        }

        var mixed = (first ^ (last * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return (mixed ^ (mixed >> 32)) * 0x9E3779B97F4A7C15;
    }
}
