using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pipeline.TestKit.Processes;

namespace Pipeline.TestKit.Brokers;

/// <summary>A private RabbitMQ node on free ports of the loopback interface, with a data directory of its own.</summary>
public sealed class RabbitMqBroker : IAsyncDisposable
{
    // The programs in /usr/sbin change the user, and do not pass the environment on.
    private const string Programs = "/usr/lib/rabbitmq/bin";

    // An epmd of its own ends with the node; the usual one is shared, and outlives everything.
    private const string Script = "epmd & exec rabbitmq-server";

    private static readonly Lazy<Task<RabbitMqBroker>> OfThisProcess = new(() => StartAsync());

    // Once at a time: two nodes that start together may look for the same port.
    private static readonly SemaphoreSlim Starting = new(1);

    private readonly TemporaryDirectory _directory = new("rabbitmq");
    private readonly int _port = FreePort();
    private readonly int _distributionPort = FreePort();
    private readonly int _namesPort = FreePort();
    private readonly string _name = $"pipeline-{Guid.NewGuid():N}@localhost";
    private readonly IReadOnlyDictionary<string, string> _environment;
    private GuardedProcess? _process;

    private RabbitMqBroker(string configuration, IReadOnlyDictionary<string, string>? environment)
    {
        _environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
        File.WriteAllText(PathOf("rabbitmq.conf"), configuration);
        File.WriteAllText(PathOf("enabled_plugins"), "[].");
    }

    /// <summary>One node for all tests that do not harm it, started at first use; it ends with the process.</summary>
    public static Task<RabbitMqBroker> Shared => OfThisProcess.Value;

    /// <summary>The broker's URL.</summary>
    public Uri Url => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    /// <summary>Starts a node; takes some seconds.</summary>
    /// <param name="configuration">What its <c>rabbitmq.conf</c> says.</param>
    /// <param name="environment">Variables of its own, such as <c>RABBITMQ_DEFAULT_USER</c>.</param>
    public static async Task<RabbitMqBroker> StartAsync(string configuration = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        if (!Directory.Exists(Programs))
            throw new InvalidOperationException("No RabbitMQ server was found. Install rabbitmq-server; a broker that is elsewhere cannot be killed or configured by tests.");

        var broker = new RabbitMqBroker(configuration, environment);
        await broker.RunAsync();
        return broker;
    }

    /// <summary>Stops the node from doing anything, heartbeats too, with all its connections open; only killing it remains.</summary>
    public async Task FreezeAsync()
    {
        var process = (await ControlAsync("eval", "os:getpid().")).Trim().Trim('"');
        using var kill = Process.Start("kill", ["-s", "STOP", process]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends the node as a power cut does.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts the node again, on the same port and with the same data.</summary>
    public async Task RunAsync()
    {
        await Starting.WaitAsync();
        try
        {
            if (_process is not null) await _process.DisposeAsync();
            _process = GuardedProcess.Start(["sh", "-c", Script], _directory.Path, Variables());
            await UntilItListensAsync();
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>Tells the running node something by <c>rabbitmqctl</c>; returns what that prints.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Programs, "rabbitmqctl"), ["--quiet", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Variables()) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("rabbitmqctl did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {await errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Dispose();
    }

    private Dictionary<string, string> Variables() => new(_environment, StringComparer.Ordinal)
    {
        ["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = _directory.Path,
        ["RABBITMQ_NODENAME"] = _name,
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{_port}",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq.conf"),
        ["RABBITMQ_MNESIA_BASE"] = PathOf("data"),
        ["RABBITMQ_LOG_BASE"] = PathOf("log"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("enabled_plugins"),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{_namesPort}",

        // Several nodes share the processors with what is tested: an idle scheduler sleeps, and does not spin.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
    };

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private async Task UntilItListensAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"rabbitmq-server ended: {_process.Report}");

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, _port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
