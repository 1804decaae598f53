using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pipeline.Tokens.Prompts.Texts;

/// <summary>
/// Remembers how many tokens texts have, by their content, not by their place: a conversation sends its texts again with
/// each request, and moves its cache marks. Of a text 36 bytes are kept. Bounded: once half of the room is full of what was used
/// lately, what was not is forgotten.
/// </summary>
/// <param name="capacity">The most texts.</param>
internal sealed class KnownCounts(int capacity)
{
    /// <summary>Texts of some hundred long conversations, in 2 MB.</summary>
    public const int DefaultCapacity = 50_000;

    private readonly Lock _gate = new();
    private Dictionary<UInt128, int> _lately = [];
    private Dictionary<UInt128, int> _before = [];

    /// <summary>How many texts are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _lately.Count + _before.Count;
        }
    }

    /// <summary>Half of the SHA-256: no two texts have the same, not even if someone wants them to.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public bool TryFind(UInt128 key, out int count)
    {
        lock (_gate)
        {
            if (_lately.TryGetValue(key, out count)) return true;
            if (!_before.Remove(key, out count)) return false;

            Keep(key, count);
            return true;
        }
    }

    public void Add(UInt128 key, int count)
    {
        lock (_gate) Keep(key, count);
    }

    private void Keep(UInt128 key, int count)
    {
        if (_lately.Count >= capacity / 2) (_lately, _before) = ([], _lately);
        _lately[key] = count;
    }
}
