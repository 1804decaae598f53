namespace Pipeline.Workers.Optimizer.Shell;

/// <summary>What a part of a command line is.</summary>
internal enum ShellTokenKind
{
    /// <summary>A word: a command's name, an argument, an assignment.</summary>
    Word,

    /// <summary>What ends a simple command: <c>|</c>, <c>&amp;&amp;</c>, <c>;</c>, a parenthesis …</summary>
    Operator,

    /// <summary>An operator such as <c>&gt;</c> or <c>2&gt;&amp;</c>.</summary>
    Redirection,

    /// <summary>The word behind a redirection.</summary>
    RedirectionTarget,
}

/// <summary>A part of a command line.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word without its quotes, or the operator.</param>
/// <param name="Start">Where it begins in the command.</param>
/// <param name="End">Where it ends there.</param>
/// <param name="IsPattern">Whether the shell may make something else of it: a glob, a brace list or a variable.</param>
internal sealed record ShellToken(ShellTokenKind Kind, string Text, int Start, int End, bool IsPattern);

/// <summary>A command line, taken apart.</summary>
/// <param name="Tokens">Its parts in order.</param>
/// <param name="RunsHiddenCommands">Whether a word, or another line, runs a command that nobody sees at its beginning.</param>
/// <param name="IsWhole">Whether every quote is closed.</param>
internal sealed record ShellCommand(IReadOnlyList<ShellToken> Tokens, bool RunsHiddenCommands, bool IsWhole)
{
    /// <summary>Whether it is one simple command: no pipe, no list, no group.</summary>
    public bool IsSimple => Tokens.All(token => token.Kind != ShellTokenKind.Operator);
}
