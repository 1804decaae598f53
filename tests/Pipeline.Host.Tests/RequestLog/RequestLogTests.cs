using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pipeline.Host.Tests.Hosting;
using Pipeline.Persistence.RequestLog;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.RequestLog;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Shutdown_writes_what_is_pending_into_the_state_directory()
    {
        using var state = new TemporaryDirectory("state");
        await using var pipeline = await RunningPipeline.StartAsync(("PIPELINE_STATE_DIR", state.Path));
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("one ", "two"));
        await pipeline.StreamAsync(AnthropicRequests.Hello());
        await pipeline.StopAsync();

        var row = Assert.Single(await ReadAsync(pipeline));
        Assert.Equal((RequestOutcome.Completed, 200, 1), (row.Outcome, row.Status, row.Attempts));
        Assert.Equal(("nvidia_nim", "test/model", RequestRoutes.Model), (row.Provider, row.Model, row.Route));
        Assert.Equal((21, 2), (row.InputTokens, row.OutputTokens));
        Assert.InRange(row.FirstTokenMs!.Value, 0, row.DurationMs);
        var line = Assert.Single(await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(Path.Combine(state.Path, "requests")))));
        Assert.Contains("\"request_id\":\"req_", line, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt\":", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_database_it_is_a_table()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("DATABASE_URL", database.ConnectionString), ("REQUEST_LOG_CONTENT", "true"));
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("stored"));
        await pipeline.CompleteAsync(AnthropicRequests.Hello(stream: false));
        await pipeline.StopAsync();

        var row = Assert.Single(await ReadAsync(pipeline));
        Assert.Equal("stored", row.Answer);
        Assert.StartsWith("{", row.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_hangs_delays_no_answer_and_gets_its_rows_when_it_is_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("DATABASE_URL", database.ConnectionString));
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var hanging = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, "LOCK TABLE request_log IN ACCESS EXCLUSIVE MODE");
            for (var turn = 0; turn < 3; turn++)
            {
                pipeline.Upstream.Enqueue(UpstreamReply.Answer("here"));
                Assert.Equal("here", (await pipeline.StreamAsync(AnthropicRequests.Hello()).Soon()).Text);
            }

            await BlockedAsync(database);
        }

        await pipeline.StopAsync();
        Assert.Equal(3, (await ReadAsync(pipeline)).Count);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_delays_no_answer_and_gets_its_rows_later()
    {
        using var state = new TemporaryDirectory("state");
        var obstacle = Path.Combine(state.Path, "requests");
        await File.WriteAllTextAsync(obstacle, "not a directory");
        await using var pipeline = await RunningPipeline.StartAsync(("PIPELINE_STATE_DIR", state.Path));
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("here"));
        Assert.Equal("here", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        await pipeline.Log.SaysAsync("Writing the request log failed");

        File.Delete(obstacle);
        await pipeline.Log.SaysAsync("Writing the request log works again");
        Assert.Single(await ReadAsync(pipeline));
    }

    [Fact]
    public async Task Switched_off_it_writes_nothing()
    {
        using var state = new TemporaryDirectory("state");
        await using var pipeline = await RunningPipeline.StartAsync(("PIPELINE_STATE_DIR", state.Path), ("REQUEST_LOG", "false"));
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("here"));
        await pipeline.StreamAsync(AnthropicRequests.Hello());
        await pipeline.StopAsync();

        Assert.False(Directory.Exists(Path.Combine(state.Path, "requests")));
    }

    [Fact]
    public async Task A_program_that_is_told_to_end_leaves_its_rows_behind()
    {
        using var state = new TemporaryDirectory("state");
        await using var host = await HostProcess.StartAsync(["--demo", "--urls", "http://127.0.0.1:0"], new(StringComparer.Ordinal) { ["PIPELINE_STATE_DIR"] = state.Path });
        using (var client = new SseClient(host.Address))
        {
            using var answer = await client.PostMessageAsync(AnthropicRequests.Hello());
            await answer.ReadToEndAsync();
        }

        Assert.Equal(0, await host.TerminateAsync());
        Assert.Single(await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(Path.Combine(state.Path, "requests")))));
    }

    private static Task<IReadOnlyList<RequestEntry>> ReadAsync(RunningPipeline pipeline) =>
        pipeline.Services.GetRequiredService<IRequestLogReader>().ReadAsync(new RequestQuery(), CancellationToken.None);

    /// <summary>Waits until the database holds the log's writing up.</summary>
    private static async Task BlockedAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO request_log%'";
        while (await ExecuteAsync(connection, Waiting) is not > 0L) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
