using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>Shows under <c>/health</c> which runs are under way in this worker; none of them makes it ill.</summary>
internal sealed class RunsHealth(ClaudeRuns runs) : IHealthCheck
{
    // Whoever asks need not have shown a token: sessions are none of their business.
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["running"] = runs.Active.Select(run => run with { SessionId = null }).ToList() }));
}
