using System.Text.Json;
using Npgsql;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;
using RabbitMQ.Client;

namespace Pipeline.Host.Tests.DeadLetters;

/// <summary>The same over broker and database, with the verbs in a process that is no host.</summary>
public sealed class DistributedTests : IAsyncLifetime
{
    private TestVirtualHost _broker = null!;
    private TestDatabase _database = null!;
    private Dictionary<string, string> _environment = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestVirtualHost.CreateAsync();
        _database = await TestDatabase.CreateAsync();
        _environment = new(StringComparer.Ordinal) { ["RABBITMQ_URL"] = _broker.Url.ToString(), ["DATABASE_URL"] = _database.ConnectionString };
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_request_is_replayed_from_another_process_and_its_answer_kept()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Error(500);
        await pipeline.ErrorAsync(AnthropicRequests.Hello(text: "the night job"));
        var id = (await LetterAsync()).GetProperty("id").GetString()!;

        pipeline.Upstream.Default = UpstreamReply.Answer("It is done.");
        var (exitCode, output) = await RunAsync("replay", "--queue", "complete-message.nvidia_nim");

        Assert.True(exitCode == 0, output);
        await ShowsAsync(id, "It is done.");
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_poison_message_is_kept_and_can_be_discarded()
    {
        await using var pipeline = await StartAsync();
        await using (var connection = await new ConnectionFactory { Uri = _broker.Url }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.BasicPublishAsync("complete-message.nvidia_nim", "", body: "poison"u8.ToArray());
        }

        var letter = await LetterAsync();
        var id = letter.GetProperty("id").GetString()!;

        Assert.Equal(JsonValueKind.Null, letter.GetProperty("message_type").ValueKind);
        await ShowsAsync(id, "poison");
        Assert.Equal((0, $"{id} is discarded."), await RunAsync("discard", id));
        Assert.Equal((0, "[]"), await RunAsync("list", "--json"));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_tool_killed_in_its_replay_loses_nothing_and_the_duplicate_leaves_one_answer()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Error(500);
        await pipeline.ErrorAsync(AnthropicRequests.Hello());
        var id = (await LetterAsync()).GetProperty("id").GetString()!;
        pipeline.Upstream.Default = UpstreamReply.Answer("It is done.");

        // Nobody may note the replay before the tool is killed.
        await using (await HoldStoreAsync())
        {
            await using var tool = HostProcess.Start(["dead-letters", "replay", id], _environment);
            await pipeline.Upstream.Requests.NthAsync(5).Soon();
        }

        Assert.Equal(0, (await RunAsync("replay", id)).ExitCode);
        await pipeline.Upstream.Requests.NthAsync(6).Soon();

        await ShowsAsync(id, "It is done.");
        await LetterAsync();
    }

    /// <summary>Keeps every change of dead letters waiting, as long as it is held.</summary>
    private async Task<NpgsqlConnection> HoldStoreAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({0x646561646C657474})", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<RunningPipeline> StartAsync() => RunningPipeline.StartAsync([.. _environment.Select(pair => (pair.Key, pair.Value))]);

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => HostProcess.RunToEndAsync(["dead-letters", .. arguments], _environment);

    /// <summary>The one dead letter, once it is there.</summary>
    private async Task<JsonElement> LetterAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (true)
        {
            var (exitCode, output) = await RunAsync("list", "--json");
            Assert.True(exitCode == 0, output);
            if (JsonElement.Parse(output) is var letters && letters.GetArrayLength() == 1) return letters[0];

            Assert.False(limit.IsCancellationRequested, $"There was never one dead letter alone: {output}");
        }
    }

    private async Task ShowsAsync(string id, string words)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (true)
        {
            var (_, output) = await RunAsync("show", id);
            if (output.Contains(words, StringComparison.Ordinal)) return;

            Assert.False(limit.IsCancellationRequested, $"It never showed '{words}':\n{output}");
        }
    }
}
