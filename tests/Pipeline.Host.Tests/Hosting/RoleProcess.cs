using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>One role as a process of its own, as <c>dotnet run --project</c> starts it.</summary>
internal sealed partial class RoleProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("role");
    private readonly ProgramProcess _process;

    private RoleProcess(string role, string[] arguments, Dictionary<string, string> environment) =>
        _process = ProgramProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, $"Pipeline.{role}.dll"), .. arguments], environment, _directory.Path);

    /// <summary>Everything printed so far, on either stream.</summary>
    public string Output => _process.Output;

    /// <summary>Where it said that it listens.</summary>
    public Uri Address => new(ListensOn().Match(Output).Groups["url"].Value);

    /// <summary>Starts a role, which may or may not come up.</summary>
    public static RoleProcess Start(string role, string[] arguments, Dictionary<string, string> environment) => new(role, arguments, environment);

    /// <summary>Starts a role and waits until it listens.</summary>
    public static async Task<RoleProcess> StartAsync(string role, string[] arguments, Dictionary<string, string> environment)
    {
        var process = Start(role, arguments, environment);
        try
        {
            await process.SaysAsync($"{role} listens on");
            return process;
        }
        catch
        {
            // Nobody else has it, so nobody else would end it.
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a role that ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string role, string[] arguments, Dictionary<string, string>? environment = null)
    {
        await using var process = Start(role, arguments, environment ?? []);
        return (await process._process.ExitAsync().Soon(), process.Output);
    }

    /// <summary>Waits until the words have been printed.</summary>
    public Task SaysAsync(string words) => _process.SaysAsync(words);

    /// <summary>Waits until it says that it is ready; its bus starts while it listens already.</summary>
    public async Task IsReadyAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        using var http = new HttpClient { BaseAddress = Address };
        while (!(await http.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    /// <summary>Waits until nobody can connect any more: the process has begun to stop.</summary>
    public async Task StopsListeningAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (await ListensAsync(limit.Token)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    /// <summary>Asks the process to end, as a service manager does, and returns the exit code.</summary>
    public Task<int> TerminateAsync() => _process.EndAsync(ProcessSignal.Terminate);

    /// <summary>Ends the process as a crash does.</summary>
    public Task KillAsync() => _process.EndAsync(ProcessSignal.Kill);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address.Host, Address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"listens on (?<url>http://[^\s,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListensOn();
}
