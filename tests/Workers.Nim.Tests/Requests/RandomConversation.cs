using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Workers.Nim.Tests.Requests;

/// <summary>
/// Turns of any roles in any order, with calls and results that may or may not belong together. Every
/// text in it is unique and of a form that can be found again.
/// </summary>
internal sealed record RandomConversation(IReadOnlyList<RandomConversation.Turn> Turns)
{
    public enum Kind
    {
        Text,
        Thinking,
        Call,
        Result,
        FailedResult,
        Image,
        Reference,
    }

    private static readonly Kind[] UserKinds = [Kind.Text, Kind.Result, Kind.FailedResult, Kind.Image, Kind.Reference];
    private static readonly Kind[] AssistantKinds = [Kind.Text, Kind.Thinking, Kind.Call];

    public static Arbitrary<RandomConversation> Any { get; } = Arb.From(
        AnyTurn().ListOf().Select(turns => new RandomConversation([.. turns])),
        conversation => Enumerable.Range(0, conversation.Turns.Count)
            .Select(left => new RandomConversation([.. conversation.Turns.Where((_, index) => index != left)])));

    /// <summary>The conversation up to a turn, in Anthropic's form.</summary>
    public JsonArray Messages(int count)
    {
        var position = 0;
        return [.. Turns.Take(count).Select(turn => new JsonObject
        {
            ["role"] = turn.Role,
            ["content"] = new JsonArray([.. turn.Blocks.Select(block => ToJson(block, position++))]),
        })];
    }

    public string Request(int count) => new JsonObject { ["messages"] = Messages(count) }.ToJsonString();

    /// <summary>The texts that the upstream must receive.</summary>
    public IEnumerable<string> Texts()
    {
        var position = 0;
        foreach (var block in Turns.SelectMany(turn => turn.Blocks))
        {
            var text = TextAt(position++);
            if (block.Kind is Kind.Text or Kind.Result or Kind.FailedResult or Kind.Call) yield return text;
        }
    }

    public override string ToString() => Messages(Turns.Count).ToJsonString();

    private static Gen<Turn> AnyTurn()
    {
        var user = AnyBlocks(UserKinds).Select(blocks => new Turn("user", blocks));
        var assistant = AnyBlocks(AssistantKinds).Select(blocks => new Turn("assistant", blocks));
        var system = AnyBlocks([Kind.Text]).Select(blocks => new Turn("system", blocks));
        return Gen.Frequency((4, user), (4, assistant), (1, system));
    }

    private static Gen<IReadOnlyList<Block>> AnyBlocks(Kind[] kinds) =>
        from count in Gen.Choose(0, 3)
        from blocks in Gen.Elements(kinds).Zip(Gen.Choose(1, 4), (kind, call) => new Block(kind, $"call_{call}")).ListOf(count)
        select (IReadOnlyList<Block>)[.. blocks];

    private static string TextAt(int position) => $"#{position};";

    private static JsonObject ToJson(Block block, int position) => block.Kind switch
    {
        Kind.Text => new() { ["type"] = "text", ["text"] = TextAt(position) },
        Kind.Thinking => new() { ["type"] = "thinking", ["thinking"] = TextAt(position), ["signature"] = "s" },
        Kind.Call => new()
        {
            ["type"] = "tool_use",
            ["id"] = block.CallId,
            ["name"] = "Bash",
            ["input"] = new JsonObject { ["command"] = TextAt(position) },
        },
        Kind.Result or Kind.FailedResult => new()
        {
            ["type"] = "tool_result",
            ["tool_use_id"] = block.CallId,
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = TextAt(position) }, Image()),
            ["is_error"] = block.Kind is Kind.FailedResult,
        },
        Kind.Image => Image(),
        _ => new() { ["type"] = "tool_reference", ["tool_name"] = "WebFetch" },
    };

    private static JsonObject Image() => new()
    {
        ["type"] = "image",
        ["source"] = new JsonObject { ["type"] = "url", ["url"] = "https://example.com/a.png" },
    };

    public sealed record Turn(string Role, IReadOnlyList<Block> Blocks);

    public sealed record Block(Kind Kind, string CallId);
}
