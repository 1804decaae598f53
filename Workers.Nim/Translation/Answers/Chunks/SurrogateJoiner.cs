namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>
/// Keeps back half a surrogate pair at the end of a piece until the other half comes, because a half
/// alone cannot be written in UTF-8.
/// </summary>
internal sealed class SurrogateJoiner
{
    private char? _half;

    public string Join(string piece)
    {
        if (piece.Length == 0) return piece;
        if (_half is null && !char.IsHighSurrogate(piece[^1])) return piece;

        var joined = _half + piece;
        _half = char.IsHighSurrogate(joined[^1]) ? joined[^1] : null;
        return _half is null ? joined : joined[..^1];
    }

    /// <summary>What was kept back and found no partner; it is written as U+FFFD.</summary>
    public string Release()
    {
        var left = _half is null ? string.Empty : "\uFFFD";
        _half = null;
        return left;
    }
}
