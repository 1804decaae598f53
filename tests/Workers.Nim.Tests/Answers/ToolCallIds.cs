namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolCallIds
{
    [Theory]
    [InlineData("chatcmpl-tool-0a1b2c3d4e5f")]
    [InlineData("toolu_01ABCDEFGHIJ")]
    [InlineData("call_abcdefg")]
    public void An_id_that_looks_unique_is_kept(string id) => Assert.Equal(id, IdFor(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("call_0")]
    [InlineData("functions.Bash:0_and_more")]
    [InlineData("call_abcdefg\n")]
    [InlineData("x1234567890123456789012345678901234567890123456789012345678901234")]
    public void Any_other_id_is_replaced(string? id) => Assert.Matches("^toolu_[A-Za-z0-9]{24}$", IdFor(id));

    [Fact]
    public void An_id_used_twice_is_replaced_the_second_time()
    {
        var answer = Answer.To(
            Delta.Call(0, "call_abcdefgh1234", "Bash", "{\"a\":1}"),
            Delta.Call(1, "call_abcdefgh1234", "Read", "{\"b\":2}"),
            Delta.Finish("tool_calls"));

        Assert.Equal("call_abcdefgh1234", answer.Message.ToolUses[0].Id);
        Assert.StartsWith("toolu_", answer.Message.ToolUses[1].Id, StringComparison.Ordinal);
    }

    private static string IdFor(string? id) =>
        Answer.To(Delta.Call(0, id, "Bash", "{\"a\":1}"), Delta.Finish("tool_calls")).Message.ToolUses[0].Id;
}
