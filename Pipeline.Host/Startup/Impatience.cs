using System.Runtime.InteropServices;

namespace Pipeline.Host.Startup;

/// <summary>
/// The first Ctrl-C lets running answers finish; .NET ignores the second. Whoever presses it again does not
/// want to wait: the process ends at once.
/// </summary>
internal sealed class Impatience : IDisposable
{
    private const int EndedByInterrupt = 128 + 2;

    private readonly CancellationTokenRegistration _stopping;
    private PosixSignalRegistration? _second;

    private Impatience(IHostApplicationLifetime lifetime, Action atEnd) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            atEnd();
            Environment.Exit(EndedByInterrupt);
        }));

    /// <summary>Begins to watch for the second Ctrl-C, which ends the process after a last action.</summary>
    public static Impatience Watch(IHostApplicationLifetime lifetime, Action atEnd) => new(lifetime, atEnd);

    public void Dispose()
    {
        _stopping.Dispose();
        _second?.Dispose();
    }
}
