using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolCallProperties
{
    private static readonly string[] Names = ["Bash", "Read", "Write", "Task", "TaskOutput", "Unknown"];

    [Fact]
    public void Interleaved_parallel_calls_come_out_whole_and_in_index_order() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var calls = Calls(new Random(seed));
            var expected = calls.Select(call => (call.Name, call.Arguments));

            var answer = Answer.To(Context, [.. Interleave(new Random(seed), calls), Delta.Finish("tool_calls")]);

            return expected.SequenceEqual(answer.Message.ToolUses.Select(call => (call.Name, call.Input)));
        }));

    private static Translation.AnswerContext Context => Answer.Context with { ForegroundTools = new HashSet<string>(StringComparer.Ordinal) };

    private static List<(string Name, string Arguments)> Calls(Random random)
    {
        var calls = new List<(string, string)>();
        for (var index = random.Next(1, 6); index > 0; index--)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "ab{}[]\\\"😀ü\n"[random.Next(10)]));
            var arguments = random.Next(5) == 0 ? "{}" : $$"""{"n":{{index}},"s":{{Delta.Json(text)}},"deep":{"a":[{},[]] } }""";
            calls.Add((Names[random.Next(Names.Length)], arguments));
        }

        return calls;
    }

    // Each call's own pieces stay in order; the calls mix as they like.
    private static IEnumerable<string> Interleave(Random random, List<(string Name, string Arguments)> calls)
    {
        var queues = calls.Select((call, index) => new Queue<string>(Pieces(random, index, call.Name, call.Arguments))).ToList();
        while (queues.Exists(queue => queue.Count > 0))
        {
            var filled = queues.Where(queue => queue.Count > 0).ToList();
            yield return filled[random.Next(filled.Count)].Dequeue();
        }
    }

    private static IEnumerable<string> Pieces(Random random, int index, string name, string arguments)
    {
        var id = random.Next(2) == 0 ? null : $"call_{index}";
        var argumentsFirst = random.Next(4) == 0 && name != "Task" && name != "Unknown";
        if (argumentsFirst) yield return Delta.Call(index, id, arguments: arguments[..1]);

        foreach (var piece in Cuts.At(name, [random.Next(name.Length)])) yield return Delta.Call(index, id, piece, random.Next(2) == 0 ? "" : null);

        var rest = argumentsFirst ? arguments[1..] : arguments;
        foreach (var piece in Cuts.At(rest, [random.Next(100), random.Next(100), random.Next(100)]))
            yield return Delta.Call(index, random.Next(2) == 0 ? id : null, random.Next(6) == 0 ? name : null, piece);
    }
}
