using System.Text.Json;
using Pipeline.Tokens.Prompts;
using static Pipeline.Tokens.Tests.Prompts.Counted;

namespace Pipeline.Tokens.Tests.Prompts;

public sealed class PromptCounterTests
{
    private const string Sentence = "It's a sentence that has more than sixty-four bytes, so that it is worth remembering.";

    [Theory]
    [InlineData("\"hello there\"")]
    [InlineData("""[{"type":"text","text":"hello there"}]""")]
    [InlineData("""[{"cache_control":{"type":"ephemeral"},"text":"hello there","type":"text"}]""")]
    public void A_message_counts_its_words_and_its_marks(string content) =>
        Assert.Equal(Overheads.Request + Overheads.Message + TokensOf("hello there"), Request($$"""{"messages":[{"role":"user","content":{{content}}}],"model":"m"}""").Total);

    [Theory]
    [InlineData("\"Be brief.\"")]
    [InlineData("""[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]""")]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.839; cc_entrypoint=cli;"},{"type":"text","text":"Be brief."}]""")]
    [InlineData("""[{"text":"x-anthropic-billing-header: cc_version=2.1;\n\nBe brief.","type":"text"}]""")]
    [InlineData("\"x-anthropic-billing-header: a\\\\n;\\nBe brief.\"")]
    public void The_system_prompt_counts_as_a_message_and_the_billing_header_not_at_all(string system) =>
        Assert.Equal(Overheads.Request + Overheads.Message + TokensOf("Be brief."), Request($$"""{"system":{{system}}}""").Total);

    [Fact]
    public void Tools_count_what_the_model_is_told_of_them()
    {
        const string Schema = """{"type":"object","properties":{"path":{"type":"string","description":"Absolute."}},"required":["path"]}""";
        var tool = Overheads.Tool + TokensOf("Read") + TokensOf("Reads a file.") + TokensOf(Schema);

        var one = Request($$$"""{"tools":[{"name":"Read","description":"Reads a file.","input_schema":{{{Schema}}},"cache_control":{"type":"ephemeral"}}]}""");
        var two = Request($$$"""{"tools":[{"input_schema":{{{Schema}}},"name":"Read","description":"Reads a file."},{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"web_search"}}""");

        Assert.Equal(Overheads.Request + Overheads.Tools + tool, one.Total);
        Assert.Equal(one.Total + Overheads.Tool + TokensOf("web_search") + TokensOf("web_search"), two.Total);
    }

    [Theory]
    [InlineData("""{"tools":[],"tool_choice":{"type":"auto"},"messages":[]}""")]
    [InlineData("""{"tools":null,"tool_choice":null,"system":null,"messages":null}""")]
    [InlineData("""{"tools":{"a":[]},"tool_choice":[1],"system":{"text":"a"},"messages":{"content":"x"},"max_tokens":[[]]}""")]
    [InlineData("""[{"messages":[{"content":"x"}]}]""")]
    [InlineData("7")]
    public void What_is_not_of_its_type_counts_nothing(string request) => Assert.Equal(Overheads.Request, Request(request).Total);

    [Theory]
    [InlineData("")]
    [InlineData("""{"messages":[{"content":"x"}""")]
    [InlineData("""{"messages":[{"content":"x\ud8"}]}""")]
    public void What_is_no_JSON_is_refused(string request) => Assert.ThrowsAny<JsonException>(() => Request(request));

    [Theory]
    [InlineData("""a\n\tb \"c\" \\n \/ \u00e9\u6f22 \ud83d\ude00""", "a\n\tb \"c\" \\n / é漢 😀")]
    [InlineData("""cut \ud83d, \ude00\ud83d, \ud83dx\ude00\u0000""", "cut \uFFFD, \uFFFD\uFFFD, \uFFFDx\uFFFD\0")]
    [InlineData("<|endoftext|>", "<|endoftext|>")]
    public void Texts_are_counted_as_the_model_reads_them(string escaped, string text)
    {
        Assert.Equal(TokensOf(text), Block($$"""{"type":"text","text":"{{escaped}}"}""").Text);
        Assert.Equal(TokensOf(Sentence + text), Block($$"""{"type":"text","text":"{{Sentence}}{{escaped}}"}""").Text);
    }

    [Fact]
    public void Words_and_JSON_that_look_alike_are_not_mistaken_for_each_other()
    {
        var words = Block($$$"""{"type":"text","text":"[\"{{{Sentence}}}\\n\"]"}""");
        var json = Block($$"""{"type":"custom","input":["{{Sentence}}\n"]}""");

        Assert.Equal(words.Text, json.Text);
        Assert.Equal(TokensOf($"[\"{Sentence}\\n\"]"), json.Text);
    }
}
