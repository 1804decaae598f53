using Pipeline.TestKit.Grammar;
using Pipeline.Workers.Nim.Translation.Answers;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class WholeMessages
{
    private const string Message =
        """
        {
          "id": "msg_up", "type": "message", "role": "assistant", "model": "m",
          "content": [
            {"type": "thinking", "thinking": "hm", "signature": "sig"},
            {"type": "redacted_thinking",
             "data": "x"},
            {"type": "text", "text": "Grüße 🦀\n"},
            {"type": "text", "text": ""},
            {"type": "tool_use", "id": "toolu_abcdefghijkl", "name": "Bash", "input": {"command": "ls"}}
          ],
          "stop_reason": "tool_use", "stop_sequence": null,
          "usage": {"input_tokens": 12, "cache_read_input_tokens": 3, "output_tokens": 5}
        }
        """;

    [Fact]
    public void A_message_that_was_not_streamed_becomes_the_events_of_a_stream()
    {
        var relayed = Relayed.To(Message);

        Assert.Equal(AnswerEnd.Complete, relayed.End);
        Assert.Equal("msg_up", relayed.Message.Id);
        Assert.Equal("claude-opus-4-5", relayed.Message.Model);
        Assert.Equal("tool_use", relayed.Message.StopReason);
        Assert.Collection(
            relayed.Message.Blocks,
            block => Assert.Equal(new ThinkingBlock("hm", "sig"), block),
            block => Assert.Equal("redacted_thinking", Assert.IsType<OtherBlock>(block).Type),
            block => Assert.Equal(new TextBlock("Grüße 🦀\n"), block),
            block => Assert.Equal(new ToolUseBlock("toolu_abcdefghijkl", "Bash", """{"command": "ls"}"""), block));
        Assert.Equal(new FoldedUsage { InputTokens = 12, CacheReadInputTokens = 3, OutputTokens = 5 }, relayed.Message.Usage);
    }

    [Fact]
    public void A_whole_message_without_content_is_empty() =>
        Assert.Equal(AnswerEnd.Empty, Relayed.To("""{"type":"message","id":"m","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":0}}""").End);

    [Fact]
    public void The_whole_message_repeated_at_the_end_of_a_stream_is_not_answered_twice()
    {
        var relayed = Relayed.To(Start, Text(0), TextDelta(0), Stop(0), """{"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":"max_tokens"}""");

        Assert.Equal("a", relayed.Message.Text);
        Assert.Equal("max_tokens", relayed.Message.StopReason);
    }
}
