using System.Text;
using Pipeline.Contracts.Commands;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Workers.DeadLetters.Tests.Desk;

public sealed class RequestTextTests
{
    [Fact]
    public void A_request_is_shown_whole_after_the_last_thing_that_was_said()
    {
        var story = new string('x', 20_000);

        var text = Of($$"""{"max_tokens":100,"system":"{{story}}","messages":[{"role":"user","content":"the night job"}]}""");

        Assert.Contains("Last user message:\nthe night job\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\": 100,", text, StringComparison.Ordinal);
        Assert.Contains($"\"system\": \"{story}\",", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON", "no JSON")]
    [InlineData("[1]", "1")]
    [InlineData("""{"messages":[{"role":"user","content":"half an emoji \ud83d"}]}""", "half an emoji")]
    public void What_cannot_be_read_is_shown_all_the_same(string body, string shown) => Assert.Contains(shown, Of(body), StringComparison.Ordinal);

    private static string Of(string body) => RequestText.Of(new CompleteMessage
    {
        StreamId = Guid.Empty,
        RequestId = "req_1",
        ReplyTo = "nobody",
        Provider = "nvidia_nim",
        Model = "a/b",
        RequestedModel = "claude-opus-4-1",
        Stream = true,
        Body = Encoding.UTF8.GetBytes(body),
    });
}
