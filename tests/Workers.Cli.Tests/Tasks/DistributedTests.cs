using Npgsql;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.CliRuns;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Processes;
using Pipeline.Workers.Cli.Tasks;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Tasks;

/// <summary>Workers over RabbitMQ and PostgreSQL.</summary>
public sealed class DistributedTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestVirtualHost _broker = null!;

    public async Task InitializeAsync() => (_database, _broker) = (await TestDatabase.CreateAsync(), await TestVirtualHost.CreateAsync());

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Tasks_go_to_whichever_worker_has_room_and_each_is_run_once()
    {
        await using var one = await StartAsync(("Cli:MaxSessions", "1"));
        await using var other = await StartAsync(("Cli:MaxSessions", "1"), ("Cli:Workspace", one.Workspace));
        var tasks = Enumerable.Range(0, 4).Select(number => CliHost.Task($"echo {number} >> runs; until [ $(wc -l < runs) -ge 2 ]; do sleep 0.02; done; result {number}")).ToList();
        foreach (var task in tasks) await one.SendAsync(task);
        foreach (var task in tasks) await one.SendAsync(task);

        // Where trees have two workers, either may be told.
        foreach (var task in tasks) await Patience.UntilAsync(() => Task.FromResult(one.Told.EndsOf(task).Count + other.Told.EndsOf(task).Count == 1));
        Assert.Equal(["0", "1", "2", "3"], one.Lines("runs").Order());
        Assert.Equal(2, (await OwnersAsync(one, tasks)).Count);
    }

    [Fact]
    public async Task A_stop_reaches_a_run_at_any_worker_and_a_viewer_at_another_sees_it()
    {
        await using var one = await StartAsync();
        var task = CliHost.Task("init; text hello; touch begun; sleep 1000 & wait");
        await one.SendAsync(task);
        await one.MakesAsync("begun");
        await using var other = await StartAsync();
        using var watcher = new Watcher(other, task);
        await other.PublishAsync(watcher.Attached);
        await Patience.UntilAsync(() => Task.FromResult(one.Get<Cli.Transcripts.Viewers>().Has(watcher.Attached)));
        await other.PublishAsync(new StopCliTask { RunId = task.RunId });

        await watcher.SeesEndAsync();
        Assert.Equal(RunState.Stopped, Assert.IsType<RunEnded>(watcher.Events[^1]).State);
    }

    [Fact]
    public async Task A_worker_that_stops_tells_while_it_still_can_that_its_runs_are_interrupted()
    {
        await using var other = await StartAsync(("Cli:MaxSessions", "1"));
        var blocker = CliHost.Task("touch begun; until [ -e go ]; do sleep 0.02; done; result done");
        await other.SendAsync(blocker);
        await other.MakesAsync("begun");
        await using var one = await StartAsync();
        var task = CliHost.Task("init; touch begun; sleep 1000 & wait");
        await one.SendAsync(task);
        await one.MakesAsync("begun");

        await one.StopAsync();
        await Patience.UntilAsync(() => Task.FromResult(one.Told.EndsOf(task).Count + other.Told.EndsOf(task).Count == 1));
        Assert.Equal((RunState.Interrupted, "session-1"), one.Told.EndsOf(task).Concat(other.Told.EndsOf(task)).Select(end => (end.State, end.SessionId)).Single());
        Assert.NotNull((await other.RunOfAsync(task))!.EndedAt);
        await other.MakeAsync("go");
    }

    [Fact]
    public async Task A_killed_worker_leaves_a_lease_to_sweep_and_the_next_one_no_process_and_no_second_run()
    {
        await using var host = await StartAsync(("Cli:MaxSessions", "1"));
        var blocker = CliHost.Task("touch begun; until [ -e go ]; do sleep 0.02; done; result done");
        await host.SendAsync(blocker);
        await host.MakesAsync("begun");

        using var directory = new TemporaryDirectory("killed");
        await using var worker = await StartProgramAsync(directory.Path);
        var task = CliHost.Task("init; echo ran >> runs; trap '' INT TERM PIPE; setsid sleep 1000 & sleep 1000 & wait");
        await host.SendAsync(task);
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(task.RunId).Count == 3));
        await worker.EndAsync(ProcessSignal.Kill).Soon();

        await using var next = await StartProgramAsync(directory.Path);
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(task.RunId).Count == 0));
        var run = (await host.RunOfAsync(task))!;
        Assert.Null(run.EndedAt);
        Assert.InRange(run.ExpiresAt, TimeProvider.System.GetUtcNow() - Patience.Limit, TimeProvider.System.GetUtcNow() + ClaimedRuns.Lease);

        await host.SendAsync(task);
        await host.MakeAsync("go");
        await host.RunAsync(CliHost.Task("result done"));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(directory.Path, "workspace", "runs")));
        Assert.Empty(host.Told.EndsOf(task));
    }

    [Fact]
    public async Task A_restart_of_the_database_loses_no_result()
    {
        await using var host = await StartAsync();
        var task = CliHost.Task("init; touch begun; until [ -e go ]; do sleep 0.02; done; text late; result done");
        await host.SendAsync(task);
        await host.MakesAsync("begun");
        await ExecuteAsync("ALTER DATABASE {0} ALLOW_CONNECTIONS false");
        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
        await host.MakeAsync("go");
        await host.Log.SaysAsync("the store does not take it").Soon();
        await ExecuteAsync("ALTER DATABASE {0} ALLOW_CONNECTIONS true");

        var end = await host.Told.EndOfAsync(task);
        Assert.Equal((RunState.Completed, "done"), (end.State, end.Text));
        Assert.Contains(await host.TranscriptAsync(task), stored => stored.Event is TextWritten { Text: "late" });
    }

    private Task<CliHost> StartAsync(params (string Key, string? Value)[] settings) =>
        CliHost.StartAsync(settings.Concat(Shared()).ToDictionary(setting => setting.Item1, setting => setting.Item2));

    private IEnumerable<(string Key, string? Value)> Shared() => [("ConnectionStrings:Pipeline", _database.ConnectionString), ("RabbitMq:Url", _broker.Url.ToString())];

    private async Task<ProgramProcess> StartProgramAsync(string directory)
    {
        var variables = CliHost.Defaults(directory).Concat(Shared().Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        var program = ProgramProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, "Pipeline.Workers.Cli.dll")], variables, directory);
        await program.SaysAsync("Workers.Cli listens on");
        return program;
    }

    private static async Task<HashSet<string?>> OwnersAsync(CliHost host, IEnumerable<RunCliTask> tasks)
    {
        var owners = new HashSet<string?>();
        foreach (var task in tasks) owners.Add((await host.Store.ReadAsync<CliRun>(task.RunId, CancellationToken.None))!.Owner);
        return owners;
    }

    private async Task ExecuteAsync(string sql)
    {
        var target = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        await using var connection = new NpgsqlConnection((await PostgresServer.Shared).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql.Replace("{0}", target.Database, StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync();
    }
}
