using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.Shared;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Processes;

/// <summary>A program that calls an upstream as often as the shared budget lets it, until it is killed.</summary>
internal static class CallingWorker
{
    public const string Verb = "call";

    /// <summary>The arguments of a process: where the budget and the upstream are, how many callers ask at once, and the limits.</summary>
    public static string[] Arguments(string connectionString, Uri upstream, int callers, RateLimits limits) =>
    [
        Verb, connectionString, upstream.ToString(), Number(callers), Number(limits.Limit), limits.Window.ToString("c", CultureInfo.InvariantCulture),
        Number(limits.MaxConcurrency), limits.MaxWait.ToString("c", CultureInfo.InvariantCulture), limits.CallLease.ToString("c", CultureInfo.InvariantCulture),
    ];

    public static async Task RunAsync(string[] settings)
    {
        var limits = new RateLimits(Number(settings[3]), Time(settings[4]), Number(settings[5]), Time(settings[6])) { CallLease = Time(settings[7]) };
        await using var database = await BudgetDatabase.OpenAsync(settings[0]);
        using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
        await using var budget = new SharedRateBudget(
            database.Documents, "upstream", limits, TimeProvider.System, Random.Shared.NextDouble, logs.CreateLogger<SharedRateBudget>());
        using var http = new HttpClient { BaseAddress = new Uri(settings[1]) };
        await Task.WhenAll(Enumerable.Range(0, Number(settings[2])).Select(_ => CallForeverAsync(budget, http)));
    }

    private static async Task CallForeverAsync(SharedRateBudget budget, HttpClient http)
    {
        while (true)
        {
            var result = await budget.AcquireAsync(CallPriority.Interactive, CancellationToken.None);
            if (result.IsGranted) await CallAsync(http, result.Permit);
            else await Task.Delay(result.RetryAfter, TimeProvider.System);
        }
    }

    /// <summary>
    /// Counts a call as sent when its answer begins, and so has surely been noted as arrived: what is measured
    /// is the budget, not how late an overloaded machine notes what has arrived.
    /// </summary>
    private static async Task CallAsync(HttpClient http, Permit permit)
    {
        using var call = permit;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent([]) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.TooManyRequests) permit.Refused(response.Headers.RetryAfter?.Delta);
        else permit.Succeeded();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string time) => TimeSpan.ParseExact(time, "c", CultureInfo.InvariantCulture);
}
