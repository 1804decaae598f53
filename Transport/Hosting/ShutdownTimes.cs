using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Transport.Hosting;

/// <summary>
/// How long each part of a process may take to end. Each is longer than the one before, so that what is
/// inside ends by itself and is not cut off from outside; compose's <c>stop_grace_period</c> is longer still.
/// </summary>
/// <param name="Drain">Running answers end by themselves within this time; then they are ended.</param>
public sealed record ShutdownTimes(TimeSpan Drain)
{
    /// <summary>Seconds that running answers have unless SHUTDOWN_DRAIN says otherwise.</summary>
    public const double DefaultDrainSeconds = 10;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>Until the bus has given back what its consumers have not finished.</summary>
    public TimeSpan Bus => Drain + Step;

    /// <summary>Until the whole process ends.</summary>
    public TimeSpan Process => Bus + Step;

    /// <summary>
    /// Reads SHUTDOWN_DRAIN. A wrong value gives way to the default here, as it is reported with all
    /// other mistakes at start.
    /// </summary>
    public static ShutdownTimes From(IConfiguration configuration) =>
        new(TimeSpan.FromSeconds(double.TryParse(configuration["Ingress:DrainSeconds"], out var seconds) ? seconds : DefaultDrainSeconds));

    internal void Configure(IServiceCollection services)
    {
        services.Configure<MassTransitHostOptions>(bus => (bus.ConsumerStopTimeout, bus.StopTimeout) = (Drain, Bus));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Process);
    }
}
