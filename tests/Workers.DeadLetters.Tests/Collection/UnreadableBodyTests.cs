using System.Text;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Workers.DeadLetters.Collection;
using Pipeline.Workers.DeadLetters.Tests.Hosting;

namespace Pipeline.Workers.DeadLetters.Tests.Collection;

/// <summary>Nothing that lies in a queue is refused: it would lie there for ever, before everything else.</summary>
public sealed class UnreadableBodyTests
{
    private const string Type = """
        "messageType":["urn:message:Pipeline.Contracts.Commands:CompleteMessage"]
        """;

    private const string Ids = """
        "streamId":"0199c0de-0000-7000-8000-000000000000","requestId":"req_1","replyTo":"a","requestedModel":"m","stream":true
        """;

    [Theory]
    [InlineData($$"""{{{Type}},{{Type}},"message":{} }""")]
    [InlineData($$"""{{{Type}},"message":{{{Ids}},"provider":"nvidia_nim","model":"m","body":"e30=","body":"e30="} }""")]
    [InlineData($$"""{{{Type}},"message":{{{Ids}},"provider":"nvidia_nim","model":"m","body":null} }""")]
    [InlineData($$"""{{{Type}},"message":{{{Ids}},"provider":null,"model":"m","body":"e30="} }""")]
    [InlineData($$"""{{{Type}},"message":{{{Ids}},"provider":"nvidia_nim","model":"half an emoji \ud83d","body":"e30="} }""")]
    [InlineData("""{"messageType":["half an emoji \ud83d"]}""")]
    [InlineData("""{"messageType":null}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_body_that_cannot_be_read_is_kept_and_shown(string body) => await KeepAsync(Encoding.UTF8.GetBytes(body));

    [Fact]
    public async Task A_model_request_with_half_an_emoji_is_kept_as_one()
    {
        var request = Convert.ToBase64String("""{"messages":[{"role":"user","content":"half an emoji \ud83d"}]}"""u8);

        var letter = await KeepAsync(Encoding.UTF8.GetBytes($$"""{{{Type}},"message":{{{Ids}},"provider":"nvidia_nim","model":"a/b","body":"{{request}}"} }"""));

        Assert.Equal("nvidia_nim/a/b", letter.Model);
    }

    [Fact]
    public async Task A_long_error_is_not_cut_within_a_character()
    {
        var letter = await KeepAsync([1], error: $"{new string('x', 1999)}😀 and more");

        Assert.Equal($"{new string('x', 1999)}…", letter.Error.Message);
    }

    private static async Task<DeadLetter> KeepAsync(byte[] body, string error = "it broke")
    {
        await using var host = await DeadLettersHost.StartAsync(_ => Task.CompletedTask);

        await host.Get<Collector>().CollectAsync(
            new RawFailure
            {
                Queue = OrderConsumerDefinition.Queue,
                Body = body,
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [MassTransit.MessageHeaders.FaultMessage] = error },
            },
            default);

        var letter = await host.LetterAsync();
        Assert.Equal(body, (await host.Store.FindAsync(letter.Id, default))!.Message.Body);
        Assert.Contains(letter.Id, await host.Desk.ShowAsync(letter.Id, default), StringComparison.Ordinal);
        return letter;
    }
}
