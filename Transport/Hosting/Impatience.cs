using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Transport.Hosting;

/// <summary>
/// The first Ctrl-C lets running answers finish; .NET ignores the second. Whoever presses it again does not
/// want to wait: the process ends at once.
/// </summary>
public sealed class Impatience : IDisposable
{
    private const int EndedByInterrupt = 128 + 2;

    private readonly CancellationTokenRegistration _stopping;
    private PosixSignalRegistration? _second;

    private Impatience(IHostApplicationLifetime lifetime, Action? atEnd) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            atEnd?.Invoke();
            Environment.Exit(EndedByInterrupt);
        }));

    /// <summary>Begins to watch for the second Ctrl-C.</summary>
    /// <param name="lifetime">Tells when the first one has come.</param>
    /// <param name="atEnd">A last action before the process ends.</param>
    public static Impatience Watch(IHostApplicationLifetime lifetime, Action? atEnd = null) => new(lifetime, atEnd);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _second?.Dispose();
    }
}
