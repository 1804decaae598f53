using System.Text;
using Pipeline.Workers.DeadLetters.ModelRequests;

namespace Pipeline.Workers.DeadLetters.Tests.ModelRequests;

public sealed class RequestFingerprintTests
{
    private const string Request = """
        {"model":"claude-opus-4-1","stream":true,"metadata":{"user_id":"{\"session_id\":\"one\"}"},
         "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.839; cch=1a2b3;"},{"type":"text","text":"You are a CLI."}],
         "messages":[{"role":"user","content":"hello"}]}
        """;

    [Theory]
    [InlineData("cch=1a2b3", "cch=fffff")]
    [InlineData("one", "another")]
    [InlineData("\"stream\":true", "\"stream\":false")]
    [InlineData("\"stream\":true,", "")]
    [InlineData(",\n ", ",")]
    public void What_a_client_changes_each_time_makes_no_difference(string part, string other) =>
        Assert.Equal(Of(Request), Of(Changed(part, other)));

    [Theory]
    [InlineData("hello", "good night")]
    [InlineData("claude-opus-4-1", "claude-haiku-4-5")]
    [InlineData("You are a CLI.", "You are a poet.")]
    public void What_is_asked_does(string part, string other) => Assert.NotEqual(Of(Request), Of(Changed(part, other)));

    [Theory]
    [InlineData("", "{")]
    [InlineData("[1]", "[2]")]
    [InlineData("{\"half an emoji\":\"\\ud83d\"}", "{\"half an emoji\":\"\\ud83e\"}")]
    [InlineData("{\"system\":\"\\ud83d\"}", "{\"system\":\"\\ud83e\"}")]
    [InlineData("{\"\\ud83d\":1}", "{\"\\ud83d\":2}")]
    public void Bodies_that_are_no_request_are_told_apart_all_the_same(string one, string other)
    {
        Assert.Equal(Of(one), Of(one));
        Assert.NotEqual(Of(one), Of(other));
    }

    [Fact]
    public void Broken_UTF_8_is_told_apart_all_the_same()
    {
        byte[] one = [.. "{\"system\":\""u8, 0xff, .. "\"}"u8];
        byte[] other = [.. "{\"system\":\""u8, 0xfe, .. "\"}"u8];

        Assert.Equal(RequestFingerprint.Of(one), RequestFingerprint.Of(one));
        Assert.NotEqual(RequestFingerprint.Of(one), RequestFingerprint.Of(other));
    }

    [Fact]
    public void A_deep_request_is_recognised_as_well()
    {
        var deep = $"{new string('[', 400)}{new string(']', 400)}";

        Assert.Equal(Of($$"""{"stream":true,"input":{{deep}}}"""), Of($$"""{"stream":false,"input":{{deep}}}"""));
    }

    private static string Changed(string part, string other)
    {
        Assert.Contains(part, Request, StringComparison.Ordinal);
        return Request.Replace(part, other, StringComparison.Ordinal);
    }

    private static string Of(string body) => RequestFingerprint.Of(Encoding.UTF8.GetBytes(body));
}
