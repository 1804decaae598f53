using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class NativeRequestTests
{
    private const string Billing = "x-anthropic-billing-header: cc_version=2.1; cch=0a1b2;";

    [Theory]
    [InlineData("""{"model":"claude-opus-4-5","stream":false,"x":1}""", """{"model":"qwen/qwen3","stream":true,"x":1}""")]
    [InlineData("""{ "x" : 1.50 , "model" : "a" , "stream" : true }""", """{ "x" : 1.50 , "model" : "qwen/qwen3" , "stream" : true }""")]
    [InlineData("""{"x":{"model":"a","stream":false},"model":"a","stream":null}""", """{"x":{"model":"a","stream":false},"model":"qwen/qwen3","stream":true}""")]
    [InlineData("""{"model":"a","x":"ü \u00e4 🦀 \/","stream":{"a":[1]}}""", """{"model":"qwen/qwen3","x":"ü \u00e4 🦀 \/","stream":true}""")]
    [InlineData("""{"m\u006fdel":"a","stream":true}""", """{"m\u006fdel":"qwen/qwen3","stream":true}""")]
    public void Model_and_streaming_are_set_and_nothing_else_changes(string body, string expected) => Assert.Equal(expected, Rewrite(body));

    [Theory]
    [InlineData("""{"model":"a"}""", """{"stream":true,"model":"qwen/qwen3"}""")]
    [InlineData("""{ "x": 1 }""", """{"model":"qwen/qwen3","stream":true, "x": 1 }""")]
    [InlineData("{}", """{"model":"qwen/qwen3","stream":true}""")]
    public void Model_and_streaming_are_inserted_where_they_are_missing(string body, string expected) => Assert.Equal(expected, Rewrite(body));

    [Theory]
    [InlineData("64000", "8192")]
    [InlineData("8192", "8192")]
    [InlineData("100", "100")]
    [InlineData("64000.0", "8192")]
    [InlineData("\"many\"", "\"many\"")]
    [InlineData("null", "null")]
    public void Max_tokens_is_clamped_to_what_the_upstream_takes(string asked, string expected) => Assert.Equal(
        $$"""{"model":"qwen/qwen3","max_tokens":{{expected}},"stream":true}""",
        Rewrite($$"""{"model":"a","max_tokens":{{asked}},"stream":true}""", new NativeChanges { Model = "qwen/qwen3", MaxTokens = 8192 }));

    [Theory]
    [InlineData(
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"dW5zaWduZWQ="},{"type":"text","text":"b"}]}]""",
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b"}]}]""")]
    [InlineData(
        """[{"role":"user","content":"a"},{"role":"assistant","content":[ {"signature":"dW5zaWduZWQ=","type":"thinking","thinking":"x"} ]},{"role":"user","content":"c"}]""",
        """[{"role":"user","content":"a"},{"role":"user","content":"c"}]""")]
    [InlineData(
        """[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"EqQB"},{"type":"text","text":"dW5zaWduZWQ="}]},{"role":"user","content":"a"}]""",
        """[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"EqQB"},{"type":"text","text":"dW5zaWduZWQ="}]},{"role":"user","content":"a"}]""")]
    public void Claude_is_not_sent_thinking_that_another_model_did_not_sign(string messages, string expected) => Assert.Equal(
        $$"""{"model":"anthropic/claude-sonnet-4.5","stream":true,"messages":{{expected}}}""",
        Rewrite($$"""{"model":"a","stream":true,"messages":{{messages}}}""", new NativeChanges { Model = "anthropic/claude-sonnet-4.5" }));

    [Fact]
    public void Other_models_are_sent_their_thinking_back()
    {
        const string Messages = """[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"dW5zaWduZWQ="}]}]""";
        Assert.Contains(Messages, Rewrite($$"""{"messages":{{Messages}}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_known_limit_max_tokens_stays() =>
        Assert.Contains("\"max_tokens\":64000", Rewrite("""{"max_tokens":64000}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData($$"""[{"type":"text","text":"{{Billing}}"},{"type":"text","text":"You are"}]""", """[{"type":"text","text":"You are"}]""")]
    [InlineData($$$"""[ {"text":"{{{Billing}}}\n","type":"text"} , {"type":"text","text":"You are","cache_control":{"type":"ephemeral"}} ]""", """[ {"type":"text","text":"You are","cache_control":{"type":"ephemeral"}} ]""")]
    [InlineData($$"""[{"type":"text","text":"{{Billing}}\n\nYou are\n"}]""", """[{"type":"text","text":"You are\n"}]""")]
    [InlineData($$"""[{"type":"text","text":"You are"},{"type":"text","text":"{{Billing}}"}]""", """[{"type":"text","text":"You are"}]""")]
    [InlineData($$"""[{"type":"text","text":"{{Billing}}"},{"type":"text","text":"a"},{"type":"text","text":"{{Billing}}"},{"type":"text","text":"{{Billing}}"}]""", """[{"type":"text","text":"a"}]""")]
    [InlineData($$"""
        "{{Billing}} \\n \"x\"\nYou are"
        """, "\"You are\"")]
    [InlineData("\"You are\"", "\"You are\"")]
    [InlineData("[]", "[]")]
    [InlineData("null", "null")]
    [InlineData($$"""[{"type":"text","text":"About {{Billing}}"}]""", $$"""[{"type":"text","text":"About {{Billing}}"}]""")]
    public void The_billing_header_is_taken_out_of_the_instructions(string system, string expected) => Assert.Equal(
        $$"""{"model":"qwen/qwen3","system":{{expected}},"stream":true}""",
        Rewrite($$"""{"model":"a","system":{{system}},"stream":true}"""));

    [Theory]
    [InlineData($$"""{"model":"a","system":"{{Billing}}","stream":true}""")]
    [InlineData($$"""{"model":"a","system":[{"type":"text","text":"{{Billing}}"}],"stream":true}""")]
    [InlineData($$"""{"system":[{"type":"text","text":"{{Billing}}"},{"type":"text","text":"{{Billing}}\n"}],"model":"a","stream":true}""")]
    [InlineData($$"""{"model":"a","stream":true,"system":"{{Billing}}\n"}""")]
    public void Instructions_that_were_nothing_but_the_header_are_left_out(string body) =>
        Assert.Equal("""{"model":"qwen/qwen3","stream":true}""", Rewrite(body));

    [Theory]
    [InlineData("""{"thinking":{"type":"adaptive"},"model":"a","stream":true}""")]
    [InlineData("""{"model":"a","thinking":{"type":"adaptive"},"context_management":{"edits":[]},"stream":true}""")]
    [InlineData("""{"model":"a","stream":true,"thinking":null, "context_management":[]}""")]
    [InlineData("""{"context_management":1,"model":"a","thinking":2,"stream":true,"thinking":3}""")]
    public void Fields_that_the_upstream_refuses_are_dropped(string body) =>
        Assert.Equal("""{"model":"qwen/qwen3","stream":true}""", Rewrite(body, Dropping("thinking", "context_management")));

    [Fact]
    public void Dropped_fields_may_be_all_there_is() =>
        Assert.Equal("""{"model":"qwen/qwen3","stream":true}""", Rewrite("""{"thinking":1}""", Dropping("thinking")));

    [Fact]
    public void The_models_name_is_escaped() =>
        Assert.Equal("a\"b", JsonDocument.Parse(Rewrite("{}", new NativeChanges { Model = "a\"b" })).RootElement.GetProperty("model").GetString());

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() =>
        Assert.Contains("\"x\":\"\\ufffd\"", Rewrite("""{"x":"\ud83d"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\":")]
    [InlineData("{} {}")]
    public void A_body_that_is_no_JSON_object_is_the_clients_mistake(string body) =>
        Assert.Throws<InvalidRequestException>(() => Rewrite(body));

    [Fact]
    public void Two_requests_of_one_conversation_share_their_prefix()
    {
        const string Beginning = """{"model":"claude","stream":true,"system":[{"type":"text","text":"x-anthropic-billing-header: cch=HASH;"},{"type":"text","text":"You are"}],"messages":[{"role":"user","content":"hello"}""";
        var first = Rewrite(Beginning.Replace("HASH", "1", StringComparison.Ordinal) + "]}");

        var second = Rewrite(Beginning.Replace("HASH", "22", StringComparison.Ordinal) + ""","role":"assistant"]}""".Replace("\"role\":\"assistant\"", """{"role":"assistant","content":"hi"}""", StringComparison.Ordinal));

        Assert.StartsWith(first[..^2], second, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_dropped_the_rest_stays_byte_for_byte() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var members = Enumerable.Range(0, random.Next(6)).Select(place => (Name: $"f{random.Next(4)}", Value: Values[random.Next(Values.Length)])).ToList();
            string Write(IEnumerable<(string Name, string Value)> some) =>
                "{" + string.Join(",", some.Select(member => $"\"{member.Name}\":{member.Value}").Prepend("\"stream\":true").Prepend("\"model\":\"qwen/qwen3\"")) + "}";

            var rewritten = Rewrite(Write(members), Dropping("f0", "f1"));

            Assert.Equal(Write(members.Where(member => member.Name is not ("f0" or "f1"))), rewritten);
        }));

    private static readonly string[] Values = ["1", "\"a,b\\\"}\"", "{\"f0\":[1,{}]}", "[]", "null", "[{\"x\":\"]\"}]"];

    private static NativeChanges Dropping(params string[] fields) =>
        new() { Model = "qwen/qwen3", DroppedFields = new HashSet<string>(fields, StringComparer.Ordinal) };

    private static string Rewrite(string body, NativeChanges? changes = null) =>
        Encoding.UTF8.GetString(NativeRequest.Rewrite(Encoding.UTF8.GetBytes(body), changes ?? new NativeChanges { Model = "qwen/qwen3" }).Span);
}
