using System.Net;
using Pipeline.TestKit;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>What a server says of its own readiness.</summary>
internal static class Readiness
{
    /// <summary>Waits until the server takes requests.</summary>
    public static Task UntilReadyAsync(Uri server) => UntilAsync(server, HttpStatusCode.OK);

    /// <summary>Waits until readiness is answered with a status.</summary>
    public static async Task UntilAsync(Uri server, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while ((await http.GetAsync("/health/ready", limit.Token)).StatusCode != status)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }
}
