using System.Text;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class UpstreamErrors
{
    [Theory]
    [InlineData("""{"error":{"message":"slow down","type":"rate_limit","code":429}}""", 429, "slow down")]
    [InlineData("""{"error":{"message":"no","code":"503"}}""", 503, "no")]
    [InlineData("""{"error":{"message":"no","code":"overloaded"}}""", null, "no")]
    [InlineData("""{"error":"it broke"}""", null, "it broke")]
    [InlineData("""{"choices":[],"x_groq":{"id":"req_1","error":"over capacity"}}""", null, "over capacity")]
    [InlineData("""{"error":{"message":"no","type":"permission_error"}}""", 403, "no")]
    [InlineData("""{"error":{"message":"late","type":"timeout_error"}}""", 504, "late")]
    [InlineData("""{"object":"error","message":"bad","type":"BadRequestError","code":400}""", 400, "bad")]
    [InlineData("""{"status":503,"title":"Service Unavailable"}""", 503, "Service Unavailable")]
    [InlineData("""{"detail":[{"msg":"field required"}]}""", null, """[{"msg":"field required"}]""")]
    [InlineData("""{"id":"x","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"lost"}}]}""", 502, "lost")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}""", null, "The upstream broke the answer off: error.")]
    public void An_error_in_the_stream_is_reported_in_the_upstreams_words(string payload, int? status, string message)
    {
        var error = Accept(payload);

        Assert.Equal(new UpstreamError(status, message), error);
    }

    [Theory]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void A_payload_that_is_not_a_JSON_object_is_an_error_and_writes_nothing(string payload)
    {
        var error = Accept(payload);

        Assert.NotNull(error);
        Assert.Contains("not JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"error":null,"choices":[{"index":0,"delta":{}}]}""")]
    [InlineData("""{"id":"x","object":"chat.completion.chunk","choices":[]}""")]
    public void A_payload_that_says_nothing_is_no_error(string payload) => Assert.Null(Accept(payload));

    private static UpstreamError? Accept(string payload)
    {
        var sink = new EventList();
        var error = new AnswerTranslator(Answer.Context, sink).Accept(Encoding.UTF8.GetBytes(payload));
        Assert.Empty(sink.Events);
        return error;
    }
}
