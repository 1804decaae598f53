using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Processes;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>
/// What the provider has computed for one request of the real CLI serves for the next: each begins with the bytes of
/// the one before, up to its last message.
/// </summary>
public sealed class PrefixTests
{
    [Fact]
    public async Task Each_request_of_a_conversation_begins_with_the_bytes_of_the_one_before()
    {
        await using var pipeline = await RunningPipeline.StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(
            UpstreamReply.ToolCalls(("Write", JsonSerializer.Serialize(new { file_path = Path.Combine(claude.Workspace, "note.txt"), content = "größer\n" })), ("Bash", """{"command":"cat note.txt; date +%N","description":"Look"}""")),
            UpstreamReply.Thinking("Hm.", "It is written."),
            UpstreamReply.ToolCalls(("Bash", """{"command":"ls -la","description":"List"}""")),
            UpstreamReply.Answer("There it is."),
            UpstreamReply.Answer("You are welcome."));

        var first = await claude.RunAsync("write a note");
        var second = await claude.ResumeAsync(first.SessionId, "is it there?");
        var third = await claude.ResumeAsync(second.SessionId, "thank you");

        Assert.Equal(("It is written.", "There it is.", "You are welcome."), (first.Text, second.Text, third.Text));
        AssertGrows(pipeline.Upstream.Requests.All, count: 5);
    }

    [Fact]
    public async Task So_it_does_in_a_repository_that_changes_meanwhile()
    {
        await using var pipeline = await RunningPipeline.StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        await GitAsync(claude.Workspace, "git init -q . && git -c user.name=n -c user.email=n@example.com commit -q --allow-empty -m first && echo one > one.txt");
        pipeline.Upstream.Enqueue(
            UpstreamReply.ToolCalls(("Bash", """{"command":"git add one.txt && echo two > two.txt","description":"Change"}""")),
            UpstreamReply.Answer("Changed."),
            UpstreamReply.Answer("Yes."));

        var first = await claude.RunAsync("change something");
        var second = await claude.ResumeAsync(first.SessionId, "did you?");

        Assert.Equal(("Changed.", "Yes."), (first.Text, second.Text));
        AssertGrows(pipeline.Upstream.Requests.All, count: 3);
    }

    private static void AssertGrows(IReadOnlyList<RecordedRequest> requests, int count)
    {
        Assert.Equal(count, requests.Count);
        foreach (var (earlier, later) in requests.Zip(requests.Skip(1)))
        {
            var body = earlier.Body.Span;
            var messages = JsonMarshal.GetRawUtf8Value(earlier.Json.GetProperty("messages"));
            var upToTheLastMessage = body.IndexOf(messages) + messages.Length - 1;
            var common = body.CommonPrefixLength(later.Body.Span);
            Assert.True(common >= upToTheLastMessage, $"Request {later.Order} differs from byte {common} of {upToTheLastMessage} on: {Around(earlier, common)} became {Around(later, common)}");
        }
    }

    private static string Around(RecordedRequest request, int place)
    {
        var from = Math.Max(0, place - 60);
        return Encoding.UTF8.GetString(request.Body.Span[from..Math.Min(request.Body.Length, from + 160)]);
    }

    private static async Task GitAsync(string directory, string command)
    {
        await using var git = ProgramProcess.Start(["sh", "-c", command], new Dictionary<string, string>(StringComparer.Ordinal), directory);
        Assert.Equal(0, await git.ExitAsync());
    }
}
