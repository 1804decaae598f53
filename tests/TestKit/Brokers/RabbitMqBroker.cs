using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.TestKit.Brokers;

/// <summary>A private RabbitMQ node on free ports of the loopback interface, with a data directory of its own.</summary>
public sealed class RabbitMqBroker : IAsyncDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // Once at a time: two nodes that start together may look for the same port.
    private static readonly SemaphoreSlim Starting = new(1);

    private readonly TemporaryDirectory _directory = new("rabbitmq");
    private readonly StringBuilder _output = new();
    private readonly int _port = FreePort();
    private readonly int _distributionPort = FreePort();
    private readonly string _name = $"pipeline-{Guid.NewGuid():N}@localhost";
    private Process? _process;

    private RabbitMqBroker()
    {
    }

    /// <summary>The broker's URL.</summary>
    public Uri Url => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    /// <summary>Starts a node; takes some seconds.</summary>
    public static async Task<RabbitMqBroker> StartAsync()
    {
        var broker = new RabbitMqBroker();
        await broker.RunAsync();
        return broker;
    }

    /// <summary>Ends the node as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the node again, on the same port and with the same data.</summary>
    public async Task RunAsync()
    {
        await Starting.WaitAsync();
        try
        {
            _process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("rabbitmq-server did not start.");
            _process.OutputDataReceived += (_, line) => _output.AppendLine(line.Data);
            _process.ErrorDataReceived += (_, line) => _output.AppendLine(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            await UntilItListensAsync();
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        _directory.Dispose();
    }

    private ProcessStartInfo StartInfo()
    {
        var plugins = Path.Combine(_directory.Path, "enabled_plugins");
        File.WriteAllText(plugins, "[].");
        var start = new ProcessStartInfo(Server) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _directory.Path;
        start.Environment["RABBITMQ_NODENAME"] = _name;
        start.Environment["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        start.Environment["RABBITMQ_NODE_PORT"] = $"{_port}";
        start.Environment["RABBITMQ_DIST_PORT"] = $"{_distributionPort}";
        start.Environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_directory.Path, "data");
        start.Environment["RABBITMQ_LOG_BASE"] = Path.Combine(_directory.Path, "log");
        start.Environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins;
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        return start;
    }

    private async Task UntilItListensAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"rabbitmq-server ended with {_process.ExitCode}:\n{_output}");

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
