using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>A program that changes state without end and prints what it has acknowledged.</summary>
internal static class AcknowledgingHost
{
    public const string Verb = "acknowledge";
    public const string Word = "acknowledged ";
    public const string Count = "count ";

    private const int AtOnce = 50;

    public static async Task RunAsync(string directory)
    {
        await using var host = await StateHost.StartAsync(new Dictionary<string, string?> { ["State:Directory"] = directory }, TimeProvider.System, observing: false);
        var acknowledgements = host.Services.GetRequiredService<Acknowledgements>();
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (true)
            {
                var account = Guid.NewGuid().ToString("N");
                var id = Guid.NewGuid();
                await acknowledgements.OfAsync(id, () => host.DepositAsync(account, 1, id));
                lock (Word)
                {
                    Console.WriteLine($"{Word}{account}");
                    Console.WriteLine($"{Count}{++count}");
                }
            }
        }));
    }
}
