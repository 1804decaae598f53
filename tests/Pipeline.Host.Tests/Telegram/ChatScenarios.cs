using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Host.Tests.Tasks;
using Pipeline.TestKit.Telegram;
using Pipeline.TestKit.Transcription;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>What people on Telegram do with the real Claude Code CLI and a scripted model, however the roles are spread.</summary>
public abstract partial class ChatScenarios : IAsyncLifetime
{
    private const long AnnsNumber = 7;

    private readonly ConcurrentDictionary<string, string> _asked = new(StringComparer.Ordinal);
    private FakeTranscription _transcription = null!;
    private ChatPipeline _chat = null!;

    private protected abstract Task<TaskPipeline> StartAsync((string Name, string Value)[] settings);

    private TelegramPerson Ann => _chat.Telegram.Person(AnnsNumber);

    private TaskPipeline Tasks => _chat.Tasks;

    public async Task InitializeAsync()
    {
        _transcription = await FakeTranscription.StartAsync();
        _chat = await ChatPipeline.StartAsync(StartAsync, ("TRANSCRIPTION_BASE_URL", _transcription.BaseUrl), ("VOICE_CANCEL_SECONDS", "0"));
    }

    public async Task DisposeAsync()
    {
        await _transcription.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task Replies_fork_a_conversation_and_each_branch_knows_the_common_past_alone()
    {
        foreach (var name in new[] { "first", "left", "right", "leaf", "other" }) Answers($"{name} question", $"{name} answer");
        var question = Ann.Writes("first question");
        var first = await DoneAsync("first answer");
        var leftQuestion = Ann.Writes("left question", replyTo: first.Id);
        Ann.Writes("right question", replyTo: question);
        var left = await DoneAsync("left answer");
        await DoneAsync("right answer");
        Ann.Writes("leaf question", replyTo: left.Id);
        Ann.Writes("other question");
        await DoneAsync("leaf answer");
        await DoneAsync("other answer");

        AssertKnows("right question", ["first question", "first answer"], ["left"]);
        AssertKnows("leaf question", ["first question", "first answer", "left question", "left answer"], ["right"]);
        AssertKnows("other question", [], ["first", "left", "leaf"]);
        Assert.Equal((question, leftQuestion), (first.ReplyTo, left.ReplyTo));
        Assert.Equal(5, ChatPipeline.OfBot(Ann).Count);
    }

    [Fact]
    public async Task What_waits_says_so_and_stops_by_reply_or_button_and_clearing_leaves_nothing_to_see()
    {
        Tasks.On("the long one", (_, _) => UpstreamReply.Stream().Text("a beginning ").Silence());
        Answers("the second", "never said");
        Answers("the third", "third answer");
        var question = Ann.Writes("the long one");
        await _chat.SeesAsync(Ann, "a beginning", "writing");
        var second = Ann.Writes("the second", replyTo: question);
        Ann.Writes("the third", replyTo: question);
        await _chat.SeesAsync(Ann, "queued, 1 before it");
        var third = await _chat.SeesAsync(Ann, "queued, 2 before it");

        Ann.Writes("/stop", replyTo: second);
        await _chat.SeesAsync(Ann, "stopped before it began");
        await UntilAsync(() => Find(third.Id).Text.Contains("queued, 1 before it", StringComparison.Ordinal), "the third moves up");
        Ann.Presses((await _chat.SeesAsync(Ann, "a beginning")).Id, "⏹ Stop");
        var stopped = await _chat.SeesAsync(Ann, "stopped after", "a beginning");
        await DoneAsync("third answer");
        Assert.Contains(stopped.Buttons, button => button.Text == "🔁 Retry");
        Assert.Equal((stopped.Id, third.Id), (ChatPipeline.OfBot(Ann)[0].Id, (await DoneAsync("third answer")).Id));
        Assert.False(_asked.ContainsKey("the second"));

        var clear = Ann.Writes("/clear", replyTo: question);
        await UntilAsync(() => Ann.Sees.All(message => message.Id >= clear || message.Text.StartsWith("Stopping", StringComparison.Ordinal) || message.Text == "/stop"), "what was cleared is gone");
        Assert.Empty(Tasks.Processes());
    }

    [Fact]
    public async Task A_voice_note_and_a_file_become_prompts_and_a_file_comes_back()
    {
        _transcription.Default = TranscriptionReply.Of("what was said");
        Answers("what was said", "heard answer");
        Tasks.On("which number is in it", (request, call) => call == 1
            ? UpstreamReply.ToolCalls(("Read", JsonSerializer.Serialize(new { file_path = Path.Combine(Tasks.Workspace, UploadedPath().Match(Body(request)).Value) })))
            : UpstreamReply.Answer(Body(request).Contains("the number is 17", StringComparison.Ordinal) ? "It is **17**." : "It is not there."));

        Ann.SendsVoice([1, 2, 3]);
        await _chat.SeesAsync(Ann, "“what was said”");
        await DoneAsync("heard answer");
        Ann.SendsDocument("note.txt", Encoding.UTF8.GetBytes("the number is 17\n"), "which number is in it?");
        var answer = await DoneAsync("It is 17.");
        Ann.Writes("/file .pipeline-uploads/.gitignore", replyTo: answer.Id);

        await UntilAsync(() => ChatPipeline.OfBot(Ann).Any(message => message.Document is { Name: ".gitignore" }), "the file comes back");
        Assert.Contains(answer.Entities, entity => entity.Type == "bold" && answer.Text.Substring(entity.Offset, entity.Length) == "17");
        Assert.Contains("Read", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_reaches_the_model()
    {
        Tasks.On("what is to be seen", (request, call) => call == 1
            ? UpstreamReply.ToolCalls(("Read", JsonSerializer.Serialize(new { file_path = Path.Combine(Tasks.Workspace, UploadedPath().Match(Body(request)).Value) })))
            : UpstreamReply.Answer(Body(request).Contains("data:image/", StringComparison.Ordinal) ? "A red dot." : "Nothing."));

        Ann.SendsDocument("dot.png", RedDot, "what is to be seen?");

        await DoneAsync("A red dot.");
    }

    [Fact]
    public async Task Thirty_thousand_characters_of_markdown_arrive_whole_in_several_messages()
    {
        var markdown = LongMarkdown.Of(30_000);
        Tasks.On("tell me all", (_, _) => UpstreamReply.Answer([.. markdown.Chunk(200).Select(piece => new string(piece))]));

        Ann.Writes("tell me all");
        await DoneAsync();
        await _chat.SeesAsync(Ann, LongMarkdown.LastLine);

        var seen = Compact(string.Concat(ChatPipeline.OfBot(Ann).Select(message => message.Text)));
        var rendered = Compact(Workers.Telegram.Rendering.MarkdownRenderer.Render(markdown).Text);
        Assert.EndsWith(rendered, seen, StringComparison.Ordinal);
        Assert.True(ChatPipeline.OfBot(Ann).Count > 5);
        Assert.All(ChatPipeline.OfBot(Ann), message => Assert.NotEmpty(message.Entities));
    }

    [Fact]
    public async Task A_storm_of_pieces_ends_in_the_right_text()
    {
        var pieces = Enumerable.Range(1, 6000).Select(number => number.ToString("0000 ", CultureInfo.InvariantCulture)).ToArray();
        Tasks.On("count", (_, _) => UpstreamReply.Answer(pieces));

        Ann.Writes("count");
        await DoneAsync();
        await _chat.SeesAsync(Ann, "6000");

        Assert.EndsWith(Compact(string.Concat(pieces)), Compact(string.Concat(ChatPipeline.OfBot(Ann).Select(message => message.Text))), StringComparison.Ordinal);
    }

    private static byte[] RedDot => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==");

    private void Answers(string question, string answer) => Tasks.On(question, (request, _) =>
    {
        _asked[question] = Body(request);
        return UpstreamReply.Answer(answer);
    });

    private Task<ChatMessage> DoneAsync(params string[] words) => _chat.SeesAsync(Ann, ["✅ done", .. words]);

    private Task UntilAsync(Func<bool> condition, string what) => Tasks.UntilAsync(() => Task.FromResult(condition()), what);

    private ChatMessage Find(int id) => Ann.Sees.Single(message => message.Id == id);

    private void AssertKnows(string question, string[] known, string[] unknown)
    {
        Assert.All(known, text => Assert.Contains(text, _asked[question], StringComparison.Ordinal));
        Assert.All(unknown, name => Assert.DoesNotContain($"{name} question", _asked[question], StringComparison.Ordinal));
    }

    private static string Body(RecordedRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    // Messages are cut where there is white space.
    private static string Compact(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    [GeneratedRegex(@"\.pipeline-uploads/[0-9a-f]+/[a-z]+\.[a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UploadedPath();
}

[Collection(TaskPipeline.Alone)]
public sealed class InOneProcess : ChatScenarios
{
    private protected override Task<TaskPipeline> StartAsync((string Name, string Value)[] settings) => EmbeddedTasks.StartAsync(settings);
}

[Collection(TaskPipeline.Alone)]
[Trait("Category", "Full")]
public sealed class OverTheBroker : ChatScenarios
{
    private protected override Task<TaskPipeline> StartAsync((string Name, string Value)[] settings) => DistributedTasks.StartAsync(settings);
}
