using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Startup;

/// <summary>How the process ends, and what it leaves behind.</summary>
public sealed class EndingTests
{
    private static readonly string[] AnyPort = ["--urls", "http://127.0.0.1:0"];

    [Fact]
    public async Task An_interrupt_ends_it_in_order()
    {
        await using var host = await HostProcess.StartAsync(AnyPort);

        Assert.Equal(0, await host.InterruptAsync().Soon());
        Assert.False(File.Exists(Record(host)));
    }

    [Fact]
    public async Task A_running_answer_ends_with_an_error_when_its_time_is_over()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("half an ").Silence());
        await using var host = await HostProcess.StartAsync(AnyPort, Settings(upstream, drainSeconds: "0.3"));
        using var client = new SseClient(host.Address);
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());

        var ended = host.TerminateAsync();
        await response.ReadToEndAsync().Soon();

        Assert.Equal("overloaded_error", StreamedAnswer.From(response.RawBytes).Error);
        Assert.Equal(0, await ended.Soon());
    }

    [Fact]
    public async Task A_second_interrupt_ends_it_at_once()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("half an ").Silence());
        await using var host = await HostProcess.StartAsync(AnyPort, Settings(upstream, drainSeconds: "3600"));
        using var client = new SseClient(host.Address);
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());

        host.PressCtrlC();
        await host.SaysAsync("1 answers are under way");

        Assert.Equal(130, await host.InterruptAsync().Soon());
        Assert.False(File.Exists(Record(host)));
    }

    [Fact]
    public async Task A_second_host_in_the_directory_is_refused_in_words()
    {
        await using var first = await HostProcess.StartAsync(AnyPort);
        var record = await File.ReadAllTextAsync(Record(first));
        var (exitCode, output) = await HostProcess.RunToEndAsync(AnyPort, directory: first.Directory);

        Assert.Equal(1, exitCode);
        Assert.Contains("PIPELINE_STATE_DIR", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(first.Directory, ".pipeline"), output, StringComparison.Ordinal);
        Assert.Contains($"process {first.Id}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(record, await File.ReadAllTextAsync(Record(first)));
    }

    [Fact]
    public async Task A_second_host_with_a_database_needs_no_directory_and_leaves_the_firsts_record_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await HostProcess.StartAsync(AnyPort);
        var record = await File.ReadAllTextAsync(Record(first));
        await using (var second = await HostProcess.StartAsync(AnyPort, new() { ["DATABASE_URL"] = database.ConnectionString }, directory: first.Directory))
        {
            Assert.Equal(0, await second.InterruptAsync().Soon());
        }

        Assert.Equal(record, await File.ReadAllTextAsync(Record(first)));
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_used_is_told_in_words()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(AnyPort, new() { ["PIPELINE_STATE_DIR"] = "/dev/null/state" });

        Assert.Equal(1, exitCode);
        Assert.Contains("PIPELINE_STATE_DIR", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static string Record(HostProcess host) => Path.Combine(host.Directory, ".pipeline", "host.json");

    private static Dictionary<string, string> Settings(FakeUpstream upstream, string drainSeconds) => new()
    {
        ["NVIDIA_NIM_API_KEY"] = "k",
        ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
        ["SHUTDOWN_DRAIN"] = drainSeconds,
    };
}
