using System.Collections.Frozen;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>Where a reader names its files.</summary>
internal enum PathSource
{
    /// <summary>On its command line.</summary>
    Operands,

    /// <summary>Before each line of what it prints, where it reads more than one.</summary>
    Output,

    /// <summary>In the headers of the differences that it prints.</summary>
    Difference,
}

/// <summary>How a program that shows files' contents is called.</summary>
internal sealed record ReaderForm
{
    /// <summary>Where it names its files.</summary>
    public PathSource Source { get; init; }

    /// <summary>Operands before the files: a pattern, a script.</summary>
    public int LeadingOperands { get; init; }

    /// <summary>Options that stand for those operands.</summary>
    public IReadOnlyList<string> ProgramOptions { get; init; } = [];

    /// <summary>Options that take a value of their own.</summary>
    public FrozenSet<string> Values { get; init; } = [];

    /// <summary>Options with which it shows no contents.</summary>
    public FrozenSet<string> Silencers { get; init; } = [];

    /// <summary>Whether it searches directories without being told to.</summary>
    public bool IsRecursive { get; init; }
}
