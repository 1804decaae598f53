using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Recording;

namespace Pipeline.Ingress.Tests.Recording;

/// <summary>What the request log takes from events, also from those that no worker should send.</summary>
public sealed class AnswerRecordTests
{
    private readonly AnswerRecord _answer = new(TimeProvider.System, keepsText: true);

    [Fact]
    public void The_final_figures_replace_the_first_ones_where_there_are_any()
    {
        Add(FrameKind.MessageStart, """{"type":"message_start","message":{"model":"usage","content":[],"usage":{"input_tokens":30,"cache_read_input_tokens":5,"output_tokens":1}}}""");
        Assert.Equal(new TokenUsage(30, 5, null), _answer.Usage);

        Add(FrameKind.MessageDelta, """{"type":"message_delta","delta":{},"usage":{"server_tool_use":{"output_tokens":9},"input_tokens":31,"output_tokens":7}}""");
        Assert.Equal(new TokenUsage(31, 5, 7), _answer.Usage);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":{"input_tokens":"many","output_tokens":{"a":[1]}}}""")]
    [InlineData("""{"usage":{"input_tokens":1e99,"output_tokens":2.5}}""")]
    public void Figures_that_are_none_are_left_out_and_break_nothing(string payload)
    {
        Add(FrameKind.MessageDelta, payload);

        Assert.Equal(default, _answer.Usage);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"delta":[]}""")]
    [InlineData("""{"delta":{"text":5}}""")]
    [InlineData("""{"delta":{"text":"\ud800"}}""")]
    public void Text_that_cannot_be_read_is_left_out_and_breaks_nothing(string payload)
    {
        Add(FrameKind.ContentBlockDelta, """{"delta":{"text":"before, "}}""");
        Add(FrameKind.ContentBlockDelta, payload);
        Add(FrameKind.ContentBlockDelta, """{"delta":{"text":"after"}}""");

        Assert.Equal("before, after", _answer.Text);
    }

    private void Add(FrameKind kind, string payload) => _answer.Add(new Frame(Guid.Empty, 1, 1, kind, Encoding.UTF8.GetBytes(payload)));
}
