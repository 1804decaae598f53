using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
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
        await using var budget = new SharedRateBudget(
            database.Documents, "upstream", limits, TimeProvider.System, Random.Shared.NextDouble, NullLogger<SharedRateBudget>.Instance);
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

    private static async Task CallAsync(HttpClient http, Permit permit)
    {
        using var call = permit;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ReportingContent(permit) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.TooManyRequests) permit.Refused(response.Headers.RetryAfter?.Delta);
        else permit.Succeeded();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string time) => TimeSpan.ParseExact(time, "c", CultureInfo.InvariantCulture);

    /// <summary>Says when it has been written.</summary>
    private sealed class ReportingContent(Permit permit) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("{}"));
            permit.Sent();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2;
            return true;
        }
    }
}
