using System.Collections.Frozen;

namespace Pipeline.Workers.Optimizer.CommandPrefixes;

/// <summary>A tool whose first word says little without the next ones.</summary>
internal sealed record Tool
{
    /// <summary>Options before the subcommand that take a value of their own.</summary>
    public FrozenSet<string> Values { get; init; } = [];

    /// <summary>Subcommands that have subcommands.</summary>
    public FrozenSet<string> Groups { get; init; } = [];

    /// <summary>Those of <see cref="Groups"/> that run scripts of the project: without arguments they have no prefix.</summary>
    public FrozenSet<string> Scripts { get; init; } = [];

    /// <summary>Subcommands that have no prefix without arguments.</summary>
    public FrozenSet<string> Bare { get; init; } = [];
}
