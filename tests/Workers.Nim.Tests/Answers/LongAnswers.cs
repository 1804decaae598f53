using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

/// <summary>What a long answer costs grows with its length, not with its square: told by what it allocates.</summary>
public sealed class LongAnswers
{
    private const int Pieces = 20_000;
    private const long BytesForEachPiece = 4_000;

    public static TheoryData<string, string, string> Floods => new()
    {
        { "", "a", "" },
        { "", "\n", "." },
        { ".", "`", "" },
        { ".", "<", "" },
        { ".", "{", "" },
        { ".", "●", "" },
        { ".\n", "<function=", "" },
        { "<function=Bash><parameter=command>", "x", "</parameter></function>" },
        { "<tool_call>{\"name\":\"Bash\",\"arguments\":{\"a\":\"", "x", "\"}}</tool_call>" },
        { "<function=Bash><parameter=a>1</parameter></function>", "\n", "." },
        { ".", "<|im_end|> ", "" },
        { ".", "[", "" },
        { ".", "[TOOL_CALLS]", "" },
        { "[TOOL_CALLS]Bash{\"a\":\"", "x", "\"}" },
        { "{\"name\":\"Bash\",\"parameters\":{\"a\":\"", "x", "\"}}" },
        { "{\"name\":\"Bash\",\"parameters\":{}}", ";", "." },
        { "<|channel|>analysis<|message|>", "x", "<|end|>." },
        { "<|channel|>analysis<|message|>", "<", "<|end|>." },
        { ".", "<|start|>", "" },
        { ".\n<|im_end|>", " ", "" },
        { ".", "<invoke name=\"", "" },
        { "<think>", "x", "</think>." },
        { "<think>", "<", "</think>." },
        { "<think>a</think>", " ", "." },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public void Text_in_small_pieces_costs_by_its_length(string before, string piece, string after)
    {
        var (whole, cost) = Measure([Delta.Text(before), .. Enumerable.Repeat(Delta.Text(piece), Pieces), Delta.Text(after), Delta.Finish("stop")]);

        Assert.Equal(AnswerEnd.Complete, whole);
        Assert.InRange(cost, 0, Pieces * BytesForEachPiece);
    }

    [Fact]
    public void Tool_arguments_in_small_pieces_cost_by_their_length() => AssertCheap(
        [Delta.Call(0, "call", "Write", "{\"content\":\""), .. Enumerable.Repeat(Delta.Call(0, arguments: "x"), Pieces), Delta.Call(0, arguments: "\"}")]);

    [Fact]
    public void Text_that_waits_for_a_tool_call_is_not_copied_with_each_piece_of_it() => AssertCheap(
        [
            Delta.Call(0, "call", "Write", "{\"content\":\""),
            Delta.Text(new string('t', 100_000)),
            .. Enumerable.Repeat(Delta.Call(0, arguments: "x"), Pieces),
            Delta.Call(0, arguments: "\"}"),
        ]);

    [Fact]
    public void Calls_that_wait_for_their_turn_cost_by_their_length() => AssertCheap(
        [
            Delta.Call(0, "call", "Write", "{\"content\":\""),
            .. Enumerable.Repeat(Delta.Call(1, "other", "Write", null), Pieces),
            Delta.Call(1, arguments: "{\"a\":\""),
            .. Enumerable.Repeat(Delta.Call(1, arguments: "x"), Pieces / 2),
            .. Enumerable.Repeat(Delta.Call(0, arguments: "x"), Pieces / 2),
            Delta.Call(1, arguments: "\"}"),
            Delta.Call(0, arguments: "\"}"),
        ]);

    private static void AssertCheap(IEnumerable<string> payloads)
    {
        var (end, cost) = Measure([.. payloads, Delta.Finish("tool_calls")]);

        Assert.Equal(AnswerEnd.Complete, end);
        Assert.InRange(cost, 0, 2 * Pieces * BytesForEachPiece);
    }

    private static (AnswerEnd End, long Cost) Measure(IReadOnlyList<string> payloads)
    {
        var bytes = payloads.Select(Encoding.UTF8.GetBytes).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var translator = new AnswerTranslator(Answer.Context, new Discard());
        foreach (var payload in bytes) Assert.Null(translator.Accept(payload));
        var end = translator.Finish(doneReceived: true);
        return (end, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Discard : IMessageEventSink
    {
        public void Write(FrameKind kind, ReadOnlyMemory<byte> payload)
        {
        }
    }
}
