using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Pipeline.TestKit.Processes;

namespace Pipeline.TestKit.Databases;

/// <summary>
/// The PostgreSQL server of a test assembly: the one that <c>PIPELINE_TEST_POSTGRES</c> names (an Npgsql
/// connection string), or a private one on a free port of the loopback interface.
/// </summary>
public sealed class PostgresServer
{
    private const string Named = "PIPELINE_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartAsync);

    private PostgresServer(string connectionString) => ConnectionString = connectionString;

    /// <summary>Started at first use; it ends with the process.</summary>
    public static Task<PostgresServer> Shared => OfThisProcess.Value;

    /// <summary>Connects as its superuser to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named) return new PostgresServer(named);

        var directory = new TemporaryDirectory("postgres");
        var port = FreePort();
        Own(directory.Path);
        await RunAsync("initdb", ["-D", directory.Path, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);

        // Durable enough for tests, which never cut the power of the database.
        var server = GuardedProcess.Start(
            Command("postgres", ["-D", directory.Path, "-h", "127.0.0.1", "-p", $"{port}", "-k", "", "-c", "fsync=off", "-c", "max_connections=200"]),
            directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal));
        var connectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
        await UntilItAnswersAsync(connectionString, server);
        return new PostgresServer(connectionString);
    }

    private static async Task UntilItAnswersAsync(string connectionString, GuardedProcess server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            if (server.HasExited) throw new InvalidOperationException($"postgres ended: {server.Report}");

            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var command = Command(program, arguments);
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }

    // PostgreSQL refuses to run as root.
    private static string[] Command(string program, string[] arguments)
    {
        var path = Path.Combine(BinDirectory(), program);
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments] : [path, .. arguments];
    }

    private static void Own(string directory)
    {
        if (!Environment.IsPrivilegedProcess) return;

        using var chown = Process.Start("chown", ["postgres:postgres", directory]);
        chown.WaitForExit();
    }

    /// <summary>Debian keeps the server's programs off the path, one directory for each version.</summary>
    private static string BinDirectory() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Last(Directory.Exists)
            : throw new InvalidOperationException($"No PostgreSQL server was found. Install postgresql, or let {Named} name one.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
