using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pipeline.Transport.RabbitMq;

/// <summary>Turns readiness red while the broker is away or holds publishers back.</summary>
internal sealed class BrokerHealth(BrokerState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Trouble is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
