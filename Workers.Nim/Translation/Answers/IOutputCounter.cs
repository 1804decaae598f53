namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>Counts the tokens of one answer, for upstreams that report none.</summary>
internal interface IOutputCounter
{
    /// <summary>Adds a piece of what the model produced, shown or not: all of it is output.</summary>
    void Add(ReadOnlySpan<char> piece);

    /// <summary>Tokens of all that was added. Asked for seldom, so that a counter may put the work off until then.</summary>
    int Count();
}

/// <summary>The usual rule of thumb: four characters to a token.</summary>
internal sealed class CharacterCounter : IOutputCounter
{
    private const int CharactersPerToken = 4;

    private long _characters;

    public void Add(ReadOnlySpan<char> piece) => _characters += piece.Length;

    public int Count() => (int)Math.Min(_characters / CharactersPerToken, int.MaxValue);
}
