using System.Text;
using System.Text.Json;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>The real CLI, whose conversation grows beyond the model's window: it compacts by itself, and goes on to its end.</summary>
public abstract class CompactionTests
{
    // The CLI's own instructions and tools take about 12,000.
    private const int Window = 40_000;

    private const string Summary = "All parts up to now have been read; the secret word is rosebud.";

    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    [Fact]
    public async Task A_task_whose_tools_say_too_much_is_finished_after_compaction()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        var window = new SmallWindow(Window, Read);
        pipeline.Upstream.Responder = window.Reply;

        var run = await claude.RunAsync("read all parts");

        Assert.False(run.IsError, run.ToString());
        Assert.Equal("The secret word is rosebud.", run.Text);
        AssertCompacted(pipeline, window, run);
    }

    [Fact]
    public async Task A_resumed_session_that_no_longer_fits_goes_on_after_compaction()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Responder = request => ToolOutputs(request) < 5 ? Read(request) : UpstreamReply.Answer("Five parts are read.");
        var first = await claude.RunAsync("read some parts");
        Assert.Equal("Five parts are read.", first.Text);

        // The model has been replaced by one with a smaller window.
        var window = new SmallWindow(Window, Read);
        pipeline.Upstream.Responder = window.Reply;
        var second = await claude.ResumeAsync(first.SessionId, "and what is the secret word?");

        Assert.False(second.IsError, second.ToString());
        Assert.Equal("The secret word is rosebud.", second.Text);
        AssertCompacted(pipeline, window, second);
    }

    private static void AssertCompacted(IPipeline pipeline, SmallWindow window, ClaudeRun run)
    {
        Assert.Contains(run.Lines, line => line.TryGetProperty("subtype", out var subtype) && subtype.ValueEquals("compact_boundary"));
        Assert.NotEmpty(window.Overflowing);
        Assert.Contains(pipeline.Upstream.Requests.All, IsCompaction);
        var last = pipeline.Upstream.Requests.All[^1];
        Assert.Contains(Summary, TextOf(last), StringComparison.Ordinal);
        Assert.All(window.Overflowing, refused => Assert.True(last.Body.Length < refused.Body.Length, $"{last.Body.Length} bytes after {refused.Body.Length}"));
    }

    /// <summary>A model that reads one part after the other, without end, until it is given the summary.</summary>
    private static UpstreamReply Read(RecordedRequest request)
    {
        var reply = IsCompaction(request) ? UpstreamReply.Stream().Text($"<analysis>All is said.</analysis>\n<summary>{Summary}</summary>")
            : TextOf(request).Contains(Summary, StringComparison.Ordinal) ? UpstreamReply.Stream().Text("The secret word is rosebud.")
            : UpstreamReply.Stream().ToolCall("Bash", JsonSerializer.Serialize(new { command = $"head -c 24000 /dev/zero | tr '\\0' 'a' | fold -w 79; echo part {ToolOutputs(request) + 1}", description = "Read a part" }));
        return reply.Finish("stop").Usage(SmallWindow.TokensOf(request), 20).Done();
    }

    private static bool IsCompaction(RecordedRequest request) =>
        request.Json.GetProperty("messages").EnumerateArray().Last() is var last
        && last.GetProperty("role").ValueEquals("user")
        && last.GetRawText().Contains("summary of the conversation", StringComparison.Ordinal);

    private static int ToolOutputs(RecordedRequest request) =>
        request.Json.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").ValueEquals("tool"));

    private static string TextOf(RecordedRequest request) => Encoding.UTF8.GetString(request.Body.Span);
}

/// <summary>The same in one process.</summary>
public sealed class CompactionTestsInOneProcess : CompactionTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class CompactionTestsOverTheBroker : CompactionTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}
