using System.Runtime.InteropServices;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Workers.Nim.Tests.Requests;

/// <summary>An upstream computes again only what differs from the request before.</summary>
public class SharedPrefixTests
{
    private const string Tools = """
        {"name":"Read","input_schema":{"type":"object"}},{"name":"ToolSearch"}
        """;

    private const string FirstTurn = """
        {"role":"user","content":"hello"},{"role":"system","content":"Use tabs."}
        """;

    private const string SecondTurn = """
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},
          {"type":"tool_use","id":"c1","name":"Read","input":{"path": "a.png"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[
          {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]},{"type":"text","text":"Go on."}]}
        """;

    [Fact]
    public void The_next_request_of_a_conversation_begins_with_the_bytes_of_the_last()
    {
        var first = Send($$$"""
            {"system":[{"type":"text","text":"x-anthropic-billing-header: cch=1;"},{"type":"text","text":"Be brief."}],
             "tools":[{{{Tools}}}],"messages":[{{{FirstTurn}}}],"max_tokens":64000,"thinking":{"type":"adaptive"}}
            """);
        var second = Send($$$"""
            {"system":[{"type":"text","text":"x-anthropic-billing-header: cch=2;"},{"type":"text","text":"Be brief."}],
             "tools":[{{{Tools}}}],"messages":[{{{FirstTurn}}},{{{SecondTurn}}}],"max_tokens":32000,"thinking":{"type":"disabled"},
             "tool_choice":{"type":"none"}}
            """);

        AssertBeginsAlike(first, second);
    }

    [Fact]
    public void A_tool_loaded_in_mid_conversation_leaves_the_tools_before_it_in_place()
    {
        var before = Send($$"""{"tools":[{{Tools}}],"messages":[{{FirstTurn}}]}""");
        var after = Send($$"""{"tools":[{"name":"Agent","defer_loading":true},{{Tools}}],"messages":[{{FirstTurn}}]}""");

        var tools = before.AsSpan(0, before.AsSpan().IndexOf("],\"messages\""u8));
        Assert.True(after.AsSpan().StartsWith(tools));
    }

    [Fact]
    public void Any_conversation_begins_with_the_bytes_of_what_it_continues() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(RandomConversation.Any, conversation =>
        {
            var whole = conversation.Turns.Count;
            for (var count = 1; count < whole; count++)
            {
                if (IsAnsweredAt(conversation, count))
                    AssertBeginsAlike(Send(conversation.Request(count)), Send(conversation.Request(whole)));
            }
        }));

    /// <summary>Whether the first turns are a request that the model then answered in words or calls.</summary>
    internal static bool IsAnsweredAt(RandomConversation conversation, int count) =>
        conversation.Turns[count - 1] is { Role: "user", Blocks: var asked }
        && asked.Any(block => block.Kind is RandomConversation.Kind.Text)
        && conversation.Turns[count] is { Role: "assistant", Blocks: var answered }
        && answered.Any(block => block.Kind is not RandomConversation.Kind.Thinking);

    private static byte[] Send(string json) => Translated.Whole(json).Chat.ToUtf8();

    /// <summary>Everything up to the end of the first request's last message.</summary>
    internal static void AssertBeginsAlike(byte[] first, byte[] second)
    {
        var messages = JsonMarshal.GetRawUtf8Value(JsonElement.Parse(first).GetProperty("messages"));
        var end = first.AsSpan().IndexOf(messages) + messages.Length - 1;

        Assert.Equal(end, Math.Min(end, first.AsSpan().CommonPrefixLength(second)));
    }
}
