using System.Globalization;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>
/// The worker process that a run belongs to: <c>NAMESPACE-PID-START</c>. Id and start time name a process for as long as
/// its machine runs, and only within one namespace of process ids: workers in several containers share volumes, but
/// neither see each other's processes nor may they judge them. So there is no lock file that could be left, and what
/// is of another namespace is left alone: it ends with its container.
/// </summary>
/// <param name="Namespace">Number of the namespace of process ids.</param>
/// <param name="Process">The process within it.</param>
internal sealed record RunOwner(string Namespace, ProcessIdentity Process)
{
    /// <summary>This process.</summary>
    public static RunOwner Self { get; } = OperatingSystem.IsLinux()
        ? new RunOwner(ProcessFiles.Namespace(), ProcessIdentity.Of(Environment.ProcessId)!)
        : new RunOwner("0", new ProcessIdentity(Environment.ProcessId, 0));

    /// <summary>Whether it is certain that it has ended.</summary>
    public bool IsDead => Namespace == Self.Namespace && Process != Self.Process && !Process.Lives;

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is none.</summary>
    public static RunOwner? Parse(string text) =>
        text.Split('-') is [var space, var id, var start]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTicks)
            ? new RunOwner(space, new ProcessIdentity(processId, startTicks))
            : null;

    public override string ToString() => $"{Namespace}-{Process.Id}-{Process.StartTicks}";
}
