using System.Text.Json;
using Pipeline.TestKit.Grammar;
using Pipeline.Workers.Nim.Tests.Answers;

namespace Pipeline.Workers.Nim.Tests.Native;

/// <summary>Makes a message up, and the streams in which servers might send it.</summary>
internal sealed class RandomMessage(Random random)
{
    private static readonly string[] Texts = ["a", "Grüße 🦀", "\"quoted\" \\ and\nlines", "x\n", "<tool_call>{}</tool_call>", "`code` <|im_end|>", " b"];

    public IReadOnlyList<FoldedBlock> Blocks { get; } = [.. Enumerable.Range(0, random.Next(1, 6)).Select(place => MakeBlock(random, place))];

    private string StopReason => Blocks.Any(block => block is ToolUseBlock) ? "tool_use" : "end_turn";

    /// <summary>The events, one server's habits at a time.</summary>
    public IEnumerable<string> ToStream()
    {
        var leavesBlocksOpen = random.Next(3) == 0;
        var interleavesTools = random.Next(3) == 0;
        var events = new List<string> { """{"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":3,"output_tokens":1}}}""" };
        var queues = Blocks.Select((block, index) => new Queue<string>(EventsOf(block, index, leavesBlocksOpen))).ToList();
        while (queues.Exists(queue => queue.Count > 0))
        {
            var first = queues.FindIndex(queue => queue.Count > 0);
            // Only tool calls can interleave without changing the message.
            var last = interleavesTools ? first + Blocks.Skip(first).TakeWhile(block => block is ToolUseBlock).Count() : first + 1;
            var candidates = Enumerable.Range(first, Math.Max(1, last - first)).Where(index => queues[index].Count > 0 && HasBegunBefore(queues, first, index)).ToList();
            events.Add(queues[candidates[random.Next(candidates.Count)]].Dequeue());
            if (random.Next(4) == 0) events.Add(random.Next(2) == 0 ? """{"type":"ping"}""" : """{"type":"surprise","index":0}""");
        }

        if (leavesBlocksOpen) events.AddRange(Blocks.Select((_, index) => Write($$"""{"type":"content_block_stop","index":{{index}}}""")));
        events.Add(Write($$$"""{"type":"message_delta","delta":{"stop_reason":"{{{StopReason}}}","stop_sequence":null},"usage":{"output_tokens":9}}"""));
        events.Add("""{"type":"message_stop"}""");
        return events;
    }

    /// <summary>The message as one JSON text.</summary>
    public string ToWhole() =>
        $$$"""{"type":"message","id":"msg_1","content":[{{{string.Join(',', Blocks.Select(WholeBlock))}}}],"stop_reason":"{{{StopReason}}}","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":9}}""";

    // A block starts only after the ones before it have.
    private static bool HasBegunBefore(List<Queue<string>> queues, int first, int index) =>
        Enumerable.Range(first, index - first).All(earlier => !queues[earlier].TryPeek(out var next) || !next.Contains("content_block_start", StringComparison.Ordinal));

    private IEnumerable<string> EventsOf(FoldedBlock block, int index, bool leavesOpen)
    {
        yield return Write($$"""{"type":"content_block_start","index":{{index}},"content_block":{{StartOf(block)}}}""");
        foreach (var delta in DeltasOf(block)) yield return Write($$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""");
        if (!leavesOpen) yield return Write($$"""{"type":"content_block_stop","index":{{index}}}""");
    }

    private static string StartOf(FoldedBlock block) => block switch
    {
        TextBlock => """{"type":"text","text":""}""",
        ThinkingBlock => """{"type":"thinking","thinking":"","signature":""}""",
        ToolUseBlock tool => $$"""{"type":"tool_use","id":"{{tool.Id}}","name":"{{tool.Name}}","input":{} }""",
        _ => ((OtherBlock)block).Content,
    };

    private IEnumerable<string> DeltasOf(FoldedBlock block) => block switch
    {
        TextBlock text => Pieces(text.Text).Select(piece => $$"""{"type":"text_delta","text":{{piece}}}"""),
        ThinkingBlock thinking => Pieces(thinking.Thinking).Select(piece => $$"""{"type":"thinking_delta","thinking":{{piece}}}""")
            .Append($$"""{"type":"signature_delta","signature":"{{thinking.Signature}}"}"""),
        ToolUseBlock tool => Pieces(tool.Input).Select(piece => $$"""{"type":"input_json_delta","partial_json":{{piece}}}"""),
        _ => [],
    };

    private static string WholeBlock(FoldedBlock block) => block switch
    {
        TextBlock text => $$"""{"type":"text","text":{{Delta.Json(text.Text)}}}""",
        ThinkingBlock thinking => $$"""{"type":"thinking","thinking":{{Delta.Json(thinking.Thinking)}},"signature":"{{thinking.Signature}}"}""",
        ToolUseBlock tool => $$"""{"type":"tool_use","id":"{{tool.Id}}","name":"{{tool.Name}}","input":{{tool.Input}}}""",
        _ => ((OtherBlock)block).Content,
    };

    // Cut anywhere, also in the middle of a character, and with pieces that are empty.
    private IEnumerable<string> Pieces(string text) =>
        Cuts.At(text, Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(1_000))).Select(Delta.Json);

    // The same event as other servers write it: with white space, or with its properties in another order.
    private string Write(string json) => random.Next(4) switch
    {
        0 => $"{{{string.Join(',', JsonDocument.Parse(json).RootElement.EnumerateObject().Reverse().Select(property => property.ToString()))}}}",
        1 => json.Replace("{\"type\":", "{ \"type\" :\r ", StringComparison.Ordinal),
        _ => json,
    };

    private static FoldedBlock MakeBlock(Random random, int place) => random.Next(5) switch
    {
        0 => new ThinkingBlock(Text(random), $"sig{place}"),
        1 => new OtherBlock("redacted_thinking", """{"type":"redacted_thinking","data":"x"}"""),
        2 or 3 => new ToolUseBlock($"toolu_abcdefghijkl{place}", "Bash", $$"""{"n":{{place}},"s":{{Delta.Json(Text(random))}},"deep":{"a":[{},[]] } }"""),
        _ => new TextBlock(Text(random)),
    };

    private static string Text(Random random) => Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)];
}
