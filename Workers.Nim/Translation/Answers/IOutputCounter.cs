using Pipeline.Workers.Nim.Translation.Answers.Blocks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>Counts the tokens of one answer, for upstreams that report none.</summary>
internal interface IOutputCounter
{
    /// <summary>Adds a piece of what the model produced, shown or not: all of it is output.</summary>
    /// <param name="kind">What it is a piece of; pieces of another kind may have come in between.</param>
    /// <param name="piece">The piece.</param>
    void Add(BlockKind kind, ReadOnlySpan<char> piece);

    /// <summary>Tokens of all that was added. Asked for seldom, so that a counter may put the work off until then.</summary>
    int Count();
}
