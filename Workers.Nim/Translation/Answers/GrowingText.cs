using Pipeline.Tokens;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>
/// Counts the tokens of a text that comes in pieces. They are only gathered until somebody asks; of a text that is longer than
/// usual its beginning is counted meanwhile, a tenth of a microsecond for a piece, so that its memory stays bounded.
/// </summary>
internal sealed class GrowingText
{
    /// <summary>Characters that wait to be counted, at the most: 64 KB.</summary>
    public const int MostWaiting = 32 * 1024;

    private const int FirstRoom = 256;

    private char[] _waiting = [];
    private int _length;
    private int _settledTokens;

    /// <summary>Adds a piece of any length.</summary>
    public void Add(ReadOnlySpan<char> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_length == MostWaiting) Settle();

            var taken = Math.Min(piece.Length, MostWaiting - _length);
            MakeRoom(_length + taken);
            piece[..taken].CopyTo(_waiting.AsSpan(_length));
            piece = piece[taken..];
            _length += taken;
        }
    }

    /// <summary>The tokens of all that was added.</summary>
    public int CountTokens() => _settledTokens + Cl100kTokenizer.Instance.CountTokens(_waiting.AsSpan(0, _length));

    private void Settle()
    {
        var waiting = _waiting.AsSpan(0, _length);
        _settledTokens += Cl100kTokenizer.Instance.CountSettledTokens(waiting, out var settled);
        if (settled == 0)
        {
            // One word of all that length: it is cut, and may count a token more.
            _settledTokens += Cl100kTokenizer.Instance.CountTokens(waiting);
            settled = _length;
        }

        waiting[settled..].CopyTo(waiting);
        _length -= settled;
    }

    private void MakeRoom(int length)
    {
        if (length > _waiting.Length) Array.Resize(ref _waiting, Math.Clamp(2 * _waiting.Length, Math.Max(length, FirstRoom), MostWaiting));
    }
}
