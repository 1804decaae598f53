using System.Text.Json;
using Pipeline.Transport.Frames;

namespace Pipeline.Transport.Tests.Frames;

public sealed class MessageFoldTests
{
    [Theory]
    [InlineData("""{"a":1e400,"b":12345678901234567890.123456789012345678}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"text":"\ud83d"}""")]
    [InlineData("""{}""")]
    public void A_tools_input_is_told_as_the_stream_tells_it(string input) => Assert.Equal(input, Fold(input).GetProperty("content")[0].GetProperty("input").GetRawText());

    [Fact]
    public void A_tools_input_may_be_as_deep_as_in_a_stream()
    {
        var input = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        Assert.Equal(input, Fold(input).GetProperty("content")[0].GetProperty("input").GetRawText());
    }

    private static JsonElement Fold(string input)
    {
        var fold = new MessageFold();
        Add(fold, new { type = "message_start", message = new { id = "msg_1", usage = new { input_tokens = 1 } } });
        Add(fold, new { type = "content_block_start", index = 0, content_block = new { type = "tool_use", id = "toolu_1", name = "T", input = new { } } });
        Add(fold, new { type = "content_block_delta", index = 0, delta = new { type = "input_json_delta", partial_json = input[..1] } });
        Add(fold, new { type = "content_block_delta", index = 0, delta = new { type = "input_json_delta", partial_json = input[1..] } });
        Add(fold, new { type = "content_block_stop", index = 0 });
        Add(fold, new { type = "message_delta", delta = new { stop_reason = "tool_use" }, usage = new { output_tokens = 2 } });
        return JsonElement.Parse(fold.ToJson().Span, new JsonDocumentOptions { MaxDepth = 1000 });
    }

    private static void Add(MessageFold fold, object data) => fold.Add(JsonSerializer.SerializeToUtf8Bytes(data));
}
