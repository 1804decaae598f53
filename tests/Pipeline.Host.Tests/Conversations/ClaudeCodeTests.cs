using System.Text.Json;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>The real Claude Code CLI on a scripted model.</summary>
public abstract class ClaudeCodeTests
{
    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    [Fact]
    public async Task A_plain_question_gets_the_models_answer()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("Grüße ", "from the ", "model 🦊"));

        var run = await claude.RunAsync("hello");

        Assert.Equal("Grüße from the model 🦊", run.Text);
        Assert.False(run.IsError);
        var request = Assert.Single(pipeline.Upstream.Requests.All);
        Assert.Equal("test/model", request.Model);
        Assert.DoesNotContain("x-anthropic-billing-header", System.Text.Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_really_run_and_the_model_reads_their_output()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        var note = Path.Combine(claude.Workspace, "note.txt");
        await File.WriteAllTextAsync(note, "the note says 4711\n");
        pipeline.Upstream.Responder = request => ToolOutputs(request) switch
        {
            [] => UpstreamReply.ToolCalls(
                ("Bash", """{"command":"echo shell says $((40 + 2))","description":"Add"}"""),
                ("Read", JsonSerializer.Serialize(new { file_path = note }))),
            [var shell, var file] => UpstreamReply.Answer($"[{shell.Trim()}] [{file.Trim()}]"),
            _ => UpstreamReply.BadRequest("unexpected conversation"),
        };

        var run = await claude.RunAsync("use your tools");

        Assert.Contains("shell says 42", run.Text, StringComparison.Ordinal);
        Assert.Contains("the note says 4711", run.Text, StringComparison.Ordinal);
        Assert.Equal(["Bash", "Read"], run.ToolUses.Select(tool => tool.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_resumed_session_still_knows_its_past()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("The first answer."), UpstreamReply.Answer("The second answer."));

        var first = await claude.RunAsync("my first question");
        var second = await claude.ResumeAsync(first.SessionId, "my second question");

        Assert.Equal("The second answer.", second.Text);
        var conversation = System.Text.Encoding.UTF8.GetString(pipeline.Upstream.Requests.All[^1].Body.Span);
        Assert.Contains("my first question", conversation, StringComparison.Ordinal);
        Assert.Contains("The first answer.", conversation, StringComparison.Ordinal);
        Assert.Contains("my second question", conversation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thinking_models_reasoning_stays_out_of_its_answer()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Thinking("Let me think about this.", "Here is the answer."));

        var run = await claude.RunAsync("think");

        Assert.Equal("Here is the answer.", run.Text);
        var thinking = Assert.Single(run.Blocks("assistant", "thinking"));
        Assert.Equal("Let me think about this.", thinking.GetProperty("thinking").GetString());
    }

    [Fact]
    public async Task Three_at_once_get_each_its_own_answer()
    {
        await using var pipeline = await StartAsync();
        var all = new TaskCompletionSource();
        pipeline.Upstream.Responder = request => UpstreamReply.Answer($"answer to {Asked(request)}").After(all.Task);

        var runs = Enumerable.Range(1, 3).Select(async number =>
        {
            await using var claude = new ClaudeCli(pipeline.Address);
            return await claude.RunAsync($"question-{number}");
        }).ToList();
        await pipeline.Upstream.Requests.NthAsync(3);
        all.SetResult();

        var texts = (await Task.WhenAll(runs)).Select(run => run.Text);
        Assert.Equal(["answer to question-1", "answer to question-2", "answer to question-3"], texts);
    }

    [Fact]
    public async Task A_missing_key_is_told_in_words_within_the_first_try()
    {
        await using var pipeline = await StartAsync(("NVIDIA_NIM_API_KEY", ""));
        await using var claude = new ClaudeCli(pipeline.Address);

        var run = await claude.RunAsync("hello");

        Assert.True(run.IsError);
        Assert.Contains("NVIDIA_NIM_API_KEY", run.Text, StringComparison.Ordinal);
        Assert.Contains("https://build.nvidia.com", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_cut_in_the_middle_is_asked_again_and_the_person_gets_a_whole_answer()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("half an ").CutOff(), UpstreamReply.Answer("a whole answer"));

        var run = await claude.RunAsync("hello");

        Assert.Equal("a whole answer", run.Text);
        Assert.False(run.IsError);
    }

    private static string[] ToolOutputs(RecordedRequest request) =>
    [
        .. from message in request.Json.GetProperty("messages").EnumerateArray()
           where message.GetProperty("role").ValueEquals("tool")
           select message.GetProperty("content").GetString()!,
    ];

    private static string Asked(RecordedRequest request)
    {
        var text = System.Text.Encoding.UTF8.GetString(request.Body.Span);
        var at = text.LastIndexOf("question-", StringComparison.Ordinal);
        return text[at..(at + "question-1".Length)];
    }
}

/// <summary>The same in one process.</summary>
public sealed class ClaudeCodeTestsInOneProcess : ClaudeCodeTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class ClaudeCodeTestsOverTheBroker : ClaudeCodeTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}
