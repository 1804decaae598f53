namespace Pipeline.Persistence.Trees.Reading;

/// <summary>Which trees to read.</summary>
public sealed record TreeQuery
{
    /// <summary>Only trees that are older than this one.</summary>
    public Guid? After { get; init; }

    /// <summary>Only trees that are newer than this one: those nearest to it.</summary>
    public Guid? Before { get; init; }

    /// <summary>Trees on a page at most. Default 20.</summary>
    public int Limit { get; init; } = 20;
}
