using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Transcription;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Drafts;

public sealed class VoiceTests() : VoiceScenarios(Backend.Files);

public sealed class VoiceInDatabaseTests() : VoiceScenarios(Backend.Database);

public abstract class VoiceScenarios(Backend backend) : BotTests(backend)
{
    private static readonly byte[] Audio = [1, 2, 3];

    private FakeTranscription _transcription = null!;

    private protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Telegram:Voice:BaseUrl", _transcription.BaseUrl), new("Telegram:Voice:MaxRetries", "0"), new("Telegram:Voice:CancelSeconds", "3600")];

    private protected override async Task PrepareAsync() => _transcription = await FakeTranscription.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _transcription.DisposeAsync();
    }

    [Fact]
    public async Task What_was_heard_is_shown_before_it_runs_and_runs_when_the_person_says_so()
    {
        _transcription.Default = TranscriptionReply.Of("fix the build");
        var voice = Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“fix the build”");
        Assert.Equal(voice, shown.ReplyTo);
        Assert.Empty(Host.Agents.Runs);

        Ann.Presses(shown.Id, "▶️ Run now");

        var run = await Host.Agents.RunAsync("fix the build");
        await Patience.UntilAsync(() => Task.FromResult(Ann.Sees.Single(message => message.Id == shown.Id).Buttons is []), "the buttons to go");
        Assert.Equal(run.NodeId, (await Host.LinkAsync(BotHost.Ann, shown.Id)).NodeId);
        Ann.Writes("more", replyTo: shown.Id);
        Assert.Equal(run.NodeId, (await Host.NodeAsync((await Host.LinkAsync(BotHost.Ann, shown.Id + 1)).NodeId, NodeState.Queued)).ParentId);
    }

    [Fact]
    public async Task What_was_heard_can_be_taken_back()
    {
        Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“hello”");

        Ann.Presses(shown.Id, "✖️ Cancel");

        await BotHost.SaysAsync(Ann, "Cancelled.");
        Ann.Writes("something else");
        await Host.Agents.RunAsync("something else");
        Assert.Single(Host.Agents.Runs);
    }

    [Fact]
    public async Task A_reply_to_what_is_not_ready_waits_for_it_and_goes_on_from_it()
    {
        var voice = Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“hello”");
        var reply = Ann.Writes("and then this", replyTo: voice);
        var waiting = await Host.LinkAsync(BotHost.Ann, reply);

        await RestartAsync();
        Ann.Presses(shown.Id, "▶️ Run now");

        var run = await Host.Agents.RunAsync("hello");
        var node = await Host.NodeAsync(waiting.NodeId, NodeState.Queued);
        Assert.Equal((run.TreeId, run.NodeId), (node.TreeId, node.ParentId));
        await Host.Agents.EndAsync(run);
        Assert.Equal($"session-{run.NodeId:N}", (await Host.Agents.RunAsync("and then this")).SessionId);
    }

    [Fact]
    public async Task A_reply_to_what_is_taken_back_ends_with_words()
    {
        Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“hello”");
        var reply = Ann.Writes("and then this", replyTo: shown.Id);
        await Host.LinkAsync(BotHost.Ann, reply);

        Ann.Presses(shown.Id, "✖️ Cancel");

        var said = await BotHost.SaysAsync(Ann, "what it replies to is gone");
        Assert.Equal(reply, said.ReplyTo);
        Assert.Empty(Host.Agents.Runs);
    }

    [Fact]
    public async Task Nobody_takes_back_or_runs_what_was_said_in_another_chat()
    {
        Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“hello”");
        var group = Telegram.Person(BotHost.Bob, chatId: -5);
        group.Writes("/help");
        var forged = await BotHost.SaysAsync(group, "in your pocket");

        var query = group.Presses(forged.Id, shown.Buttons.Single(button => button.Text.Contains("Cancel", StringComparison.Ordinal)));
        await Patience.UntilAsync(() => Task.FromResult(Telegram.CallbackAnswers.ContainsKey(query)));

        Ann.Presses(shown.Id, "▶️ Run now");
        await Host.Agents.RunAsync("hello");
    }

    [Fact]
    public async Task It_can_be_taken_back_while_it_is_heard_which_ends_the_upload()
    {
        _transcription.Enqueue(new TranscriptionReply { Hangs = true });
        var voice = Ann.SendsVoice(Audio);
        await _transcription.ArrivedAsync();

        Ann.Writes("/stop", replyTo: voice);

        await _transcription.LeftAsync();
        await BotHost.SaysAsync(Ann, "🎤 Cancelled.");
    }

    [Fact]
    public async Task A_restart_goes_on_with_what_was_heard_without_hearing_it_again()
    {
        Ann.SendsVoice(Audio);
        var shown = await BotHost.SaysAsync(Ann, "“hello”");

        await RestartAsync();
        Ann.Presses(shown.Id, "▶️ Run now");

        await Host.Agents.RunAsync("hello");
        Assert.Single(_transcription.Requests);
    }

    [Fact]
    public async Task What_cannot_be_heard_is_said_in_words()
    {
        _transcription.Enqueue(TranscriptionReply.Of("  "));

        Ann.SendsVoice(Audio);

        await BotHost.SaysAsync(Ann, "I heard no words");
        Assert.Empty(Host.Agents.Runs);
    }
}
