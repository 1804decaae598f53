using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pipeline.Transport.Hosting.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take requests.
/// <c>/health</c>: all checks by name, and in <c>data</c> what some of them tell besides.
/// </summary>
public static class HealthEndpoints
{
    /// <summary>Marks the checks that readiness depends on; MassTransit tags its own the same way.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Marks the checks whose data is shown under <c>/health</c>; of others, such as MassTransit's, it would be the configuration.</summary>
    public const string ShownTag = "shown";

    internal const string ReadyPath = "/health/ready";

    /// <summary>Maps the three addresses.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString().ToLowerInvariant(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString().ToLowerInvariant()),
        data = report.Entries.Where(entry => entry.Value.Tags.Contains(ShownTag)).ToDictionary(entry => entry.Key, entry => entry.Value.Data),
    });
}
