using System.Text.Json.Nodes;
using Pipeline.Workers.Nim.Translation.Requests;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class BrokenTextTests
{
    [Theory]
    [InlineData(@"cut \ud83d", "cut \ufffd")]
    [InlineData(@"\uDE00 cut", "\ufffd cut")]
    [InlineData(@"\ud83d\ud83d\ude00", "\ufffd\ud83d\ude00")]
    [InlineData(@"\ud83d\u0041", "\ufffdA")]
    [InlineData(@"\ud83d\n", "\ufffd\n")]
    [InlineData(@"\ude00\ud83d", "\ufffd\ufffd")]
    [InlineData(@"whole \ud83d\ude00", "whole \ud83d\ude00")]
    [InlineData(@"a path c:\\ud83d", @"c:\ud83d")]
    [InlineData(@"a path \\\ud83d", "\\\ufffd")]
    public void Half_an_emoji_is_replaced_and_everything_else_kept(string json, string expected)
    {
        var content = (string)Messages($$"""[{"role":"user","content":"{{json}}"}]""")[0]!["content"]!;

        Assert.EndsWith(expected, content, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_an_emoji_in_arguments_and_schemas_reaches_no_upstream()
    {
        var request = Request("""
            {"messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"A","input":{"\ud83d":"\ud83d"}}]}],
             "tools":[{"name":"A","input_schema":{"description":"\ude00"}}]}
            """);

        var arguments = JsonNode.Parse((string)request["messages"]![1]!["tool_calls"]![0]!["function"]!["arguments"]!);
        Assert.Equal("\ufffd", (string)arguments!["\ufffd"]!);
        Assert.Equal("\ufffd", (string)request["tools"]![0]!["function"]!["parameters"]!["description"]!);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced()
    {
        byte[] body = [.. """{"messages":[{"role":"user","content":"caf"""u8, 0xE9, .. "\"}]}"u8];

        var request = RequestTranslator.Translate(body, "upstream-model", "claude-model").Chat.ToUtf8();

        Assert.Equal("caf\ufffd", (string)JsonNode.Parse(request)!["messages"]![0]!["content"]!);
    }
}
