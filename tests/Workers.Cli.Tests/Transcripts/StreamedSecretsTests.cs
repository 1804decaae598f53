using Microsoft.Extensions.Configuration;
using Pipeline.Contracts.Transcripts;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Transcripts;

namespace Pipeline.Workers.Cli.Tests.Transcripts;

public sealed class StreamedSecretsTests
{
    private const string Secret = "operators-secret";

    // Its end is the beginning of the other.
    private const string Address = "http://example.org/proxy/o";

    private static readonly string Token = new RunTokens(Secret).Issue(new RunToken(Guid.Empty.ToString("N"), DateTimeOffset.UnixEpoch.AddYears(56)));

    private static readonly TranscriptSecrets Secrets = new(new ConfiguredSecrets(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["Ingress:AuthToken"] = Secret, ["Telegram:BotToken"] = Address }).Build()));

    [Fact]
    public void However_a_text_comes_in_pieces_the_same_is_told()
    {
        var text = $"the task-run-7 {Secret} and {Token}, {Address}; operators {Address}perators-secret opera{Secret} {Token}";
        const string Told = "the task-run-7 [key] and [key], [key]; operators [key]perators-secret opera[key] [key]";
        Assert.Equal(Told, Tell(text));
        for (var cut = 0; cut < text.Length; cut++) Assert.Equal(Told, Tell(text[..cut], text[cut..]));
        for (var length = 1; length < 40; length++) Assert.Equal(Told, Tell([.. text.Chunk(length).Select(piece => new string(piece))]));
    }

    [Fact]
    public void What_cannot_be_a_secret_is_told_at_once_and_the_rest_with_what_follows()
    {
        var streamed = new StreamedSecrets(Secrets);
        Assert.Equal([Text("nothing to hid")], streamed.Take(Text("nothing to hid")));
        Assert.Equal([Text("e, ")], streamed.Take(Text("e, op")));
        var usage = new UsageReported { Usage = new TokenCount() };
        Assert.Equal([Text("op"), usage], streamed.Take(usage));
    }

    [Fact]
    public void Conversations_side_by_side_are_not_mixed()
    {
        var streamed = new StreamedSecrets(Secrets);
        Assert.Empty(streamed.Take(Text("operators-")));
        Assert.Empty(streamed.Take(Text("op") with { ParentToolUseId = "t" }));
        Assert.Equal([Text("[key]!")], streamed.Take(Text("secret!")));
        var end = new RunEnded { State = RunState.Completed, Text = "" };
        Assert.Equal([Text("op") with { ParentToolUseId = "t" }, end], streamed.Take(end));
    }

    [Fact]
    public void What_never_ends_is_not_held_back_for_ever()
    {
        var streamed = new StreamedSecrets(Secrets);
        streamed.Take(Text("sk-run-"));
        Assert.NotEmpty(streamed.Take(Text(new string('x', 1000))));
    }

    [Fact]
    public void What_was_cut_within_a_secret_keeps_nothing_of_it()
    {
        Assert.Equal(
            new ToolAnswered { ToolUseId = "t", Text = "it is ", CutCharacters = 5 + "operators-sec".Length },
            Secrets.Hide(new ToolAnswered { ToolUseId = "t", Text = "it is operators-sec", CutCharacters = 5 }));
        Assert.Equal("curl -H  …", Assert.IsType<ToolCalled>(Secrets.Hide(Called("curl -H operators-sec …"))).Description);
        Assert.Equal("curl -H operators-sec", Assert.IsType<ToolCalled>(Secrets.Hide(Called("curl -H operators-sec"))).Description);
        Assert.Equal(
            new RunEnded { State = RunState.Completed, Text = "it is ", CutCharacters = 5 + Token.Length - 30 },
            Secrets.Hide(new RunEnded { State = RunState.Completed, Text = $"it is {Token[..^30]}", CutCharacters = 5 }));
    }

    private static ToolCalled Called(string description) => new() { Id = "t", Name = "Bash", Description = description };

    private static TextWritten Text(string text) => new() { Text = text };

    private static string Tell(params string[] pieces)
    {
        var streamed = new StreamedSecrets(Secrets);
        return string.Concat(pieces.Select(Text).Append<TranscriptEvent>(new RunEnded { State = RunState.Completed, Text = "" })
            .SelectMany(streamed.Take).OfType<TextWritten>().Select(text => text.Text));
    }
}
