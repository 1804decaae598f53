using Pipeline.Compose.Tests.Declared;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;

namespace Pipeline.Compose.Tests.Running;

/// <summary>One service as compose would run it, but for the container around it.</summary>
internal sealed class Container : IAsyncDisposable
{
    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(250);

    private readonly ComposeService _service;
    private readonly Image _image;
    private readonly Dictionary<string, string> _environment;
    private readonly ProgramProcess _process;

    private Container(ComposeService service, Image image, Dictionary<string, string> environment, IReadOnlyList<string> command)
    {
        (_service, _image, _environment) = (service, image, environment);
        _process = Run([.. image.EntryPoint, .. command]);
    }

    /// <summary>Everything it has printed.</summary>
    public string Output => _process.Output;

    /// <summary>Its address on this machine.</summary>
    public Uri Address => new(_environment["ASPNETCORE_URLS"].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

    /// <param name="service">The service.</param>
    /// <param name="image">Its image.</param>
    /// <param name="network">Where it finds the others.</param>
    /// <param name="command">What it is told to do, if not what it declares.</param>
    public static Container Start(ComposeService service, Image image, Network network, IReadOnlyList<string>? command = null)
    {
        var environment = new Dictionary<string, string>(image.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in service.EnvFile.SelectMany(_ => network.Providers)) environment[name] = value;
        foreach (var (name, value) in network.Translate(service.Environment)) environment[name] = value;
        return new Container(service, image, environment, command ?? service.Command);
    }

    /// <summary>Waits until the declared health check succeeds.</summary>
    public async Task HealthyAsync()
    {
        using var limit = new CancellationTokenSource(2 * Patience.Limit, TimeProvider.System);
        while (!await IsHealthyAsync())
        {
            Assert.False(limit.IsCancellationRequested, $"Never healthy:\n{Output}");
            await Task.Delay(HealthInterval, TimeProvider.System);
        }
    }

    /// <summary>Runs the declared health check.</summary>
    public async Task<bool> IsHealthyAsync()
    {
        Assert.Equal("CMD", _service.Healthcheck!.Test[0]);
        await using var check = Run(_service.Healthcheck.Test[1..]);
        return await check.ExitAsync() == 0;
    }

    /// <summary>Waits until it has ended by itself; returns the exit code.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync().Soon();

    /// <summary>Sends the declared stop signal and returns the exit code; fails where the grace period does not suffice.</summary>
    public Task<int> StopAsync() => _process.EndAsync(Signal(_service.StopSignal)).WaitAsync(_service.Grace, TimeProvider.System);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private ProgramProcess Run(IReadOnlyList<string> command) =>
        ProgramProcess.Start([Path.Combine(_image.Directory, command[0]), .. command.Skip(1)], _environment, _image.Directory);

    private static ProcessSignal Signal(string name) => name switch
    {
        "SIGTERM" => ProcessSignal.Terminate,
        "SIGINT" => ProcessSignal.Interrupt,
        _ => throw new ArgumentException($"No role is stopped by {name}.", nameof(name)),
    };
}
