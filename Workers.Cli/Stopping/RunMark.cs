using System.Text;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>
/// What the environment of every process of a run says (<c>PIPELINE_RUN=RUN:OWNER</c>): tools run in sessions of their
/// own, so that neither groups nor parents tell whose they are.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Owner">The worker that began it.</param>
internal sealed record RunMark(Guid RunId, RunOwner Owner)
{
    public const string Variable = "PIPELINE_RUN";

    private static readonly byte[] Name = Encoding.UTF8.GetBytes(Variable);

    /// <summary>The mark that a process carries, as it stands in its environment; null where it carries none.</summary>
    public static string? TextOf(int processId) => ProcessFiles.Variable(processId, Name);

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is none.</summary>
    public static RunMark? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Guid.TryParseExact(text.AsSpan(0, colon), "N", out var run) && RunOwner.Parse(text[(colon + 1)..]) is { } owner
            ? new RunMark(run, owner)
            : null;
    }

    public override string ToString() => $"{RunId:N}:{Owner}";
}
