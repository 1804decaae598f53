using System.Text;
using Pipeline.Tokens.Prompts;
using static Pipeline.Tokens.Tests.Prompts.Counted;

namespace Pipeline.Tokens.Tests.Prompts;

public sealed class BlockTests
{
    private const string Pixels = "data that is no image";

    [Fact]
    public void A_call_counts_its_name_and_its_input_as_it_was_sent()
    {
        var count = Block("""{"type":"tool_use","id":"toolu_0123456789","name":"Bash","input":{"command":"ls -l\n"}}""");

        Assert.Equal(Overheads.ToolUse + TokensOf("Bash") + TokensOf("""{"command":"ls -l\n"}"""), count.Total);
        Assert.Equal(count, Block("""{"input":{"command":"ls -l\n"},"name":"Bash","id":"srvtoolu_1","type":"server_tool_use"}"""));
    }

    [Theory]
    [InlineData("\"two files\"")]
    [InlineData("""[{"type":"text","text":"two files"}]""")]
    public void A_result_counts_its_text(string content) => Assert.Equal(
        Overheads.ToolResult + TokensOf("two files"),
        Block($$"""{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":{{content}}}""").Total);

    [Fact]
    public void A_result_counts_what_is_nested_in_it()
    {
        var count = Block("""
            {"type":"tool_result","content":[{"type":"text","text":"one"},{"type":"image","source":{"type":"url","url":"https://example.org/a.png"}},
            {"type":"document","title":"two","source":{"type":"content","content":[{"type":"text","text":"three"}]}}]}
            """);

        Assert.Equal(new PromptCount(Overheads.ToolResult + TokensOf("one") + TokensOf("two") + TokensOf("three"), 0, Overheads.UnknownImage, 0), count);
    }

    [Fact]
    public void Thinking_is_counted_apart()
    {
        Assert.Equal(new PromptCount(0, Overheads.Thinking + TokensOf("Well, well."), 0, 0), Block("""{"type":"thinking","thinking":"Well, well.","signature":"c2lnbmVk"}"""));

        // 4,000 characters of base64 hide 3,000 bytes.
        Assert.Equal(new PromptCount(0, Overheads.Thinking + 750, 0, 0), Block($$"""{"type":"redacted_thinking","data":"{{new string('A', 4_000)}}"}"""));
    }

    [Fact]
    public void What_a_search_has_found_counts_its_words_and_what_is_hidden_its_size()
    {
        var count = Block($$"""
            {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"Tides","url":"https://example.org","encrypted_content":"{{new string('A', 400)}}"}]}
            """);

        Assert.Equal(Overheads.ToolResult + TokensOf("Tides") + TokensOf("https://example.org") + 75, count.Total);
        Assert.Equal(Overheads.ToolResult, Block("""{"type":"web_search_tool_result","content":{"type":"web_search_tool_result_error","error_code":"max_uses_exceeded"}}""").Total);
        Assert.Equal(TokensOf("wiki") + TokensOf("Tides") + TokensOf("ebb"), Block("""{"type":"search_result","source":"wiki","title":"Tides","content":[{"type":"text","text":"ebb"}]}""").Total);
    }

    [Theory]
    [InlineData("""{"type":"brand_new","text":"some words","size":[1,{"text":"not these"}]}""")]
    [InlineData("""{"type":"brand_new","content":"some words"}""")]
    [InlineData("""{"type":"brand_new","content":{"type":"code_execution_result","stdout":"some words","return_code":0}}""")]
    [InlineData("""{"type":"brand_new","content":[{"type":"newer","content":[{"text":"some words"}]}]}""")]
    public void Blocks_that_are_not_known_count_what_they_say(string block) => Assert.Equal(TokensOf("some words"), Block(block).Total);

    [Fact]
    public void Documents_count_their_text()
    {
        var encoded = Convert.ToBase64String("Grüße\n"u8);

        Assert.Equal(TokensOf("T") + TokensOf("C") + TokensOf("Grüße\n"), Block("""{"type":"document","title":"T","context":"C","source":{"data":"Grüße\n","media_type":"text/plain","type":"text"}}""").Text);
        Assert.Equal(TokensOf("Grüße\n"), Block($$$"""{"type":"document","source":{"type":"base64","media_type":"text/plain","data":"{{{encoded}}}"}}""").Text);
        Assert.Equal(0, Block("""{"type":"document","source":{"type":"base64","media_type":"text/plain","data":"%%%%"}}""").Total);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(1_000_000, 14)]
    [InlineData(20_000_000, 100)]
    public void A_PDF_counts_by_its_size(int bytes, int pages)
    {
        var count = Block($$"""{"source":{"data":"{{Convert.ToBase64String(new byte[bytes])}}","media_type":"application/pdf","type":"base64"},"type":"document"}""");

        Assert.Equal(new PromptCount(0, 0, 0, pages * Overheads.DocumentPage), count);
    }

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}""", Overheads.UnknownImage, 0)]
    [InlineData("""{"source":{"type":"file","file_id":"file_1"},"type":"image"}""", Overheads.UnknownImage, 0)]
    [InlineData("""{"source":{"type":"url","url":"https://example.org/a.pdf"},"type":"document"}""", 0, Overheads.UnknownDocument)]
    public void What_is_not_at_hand_counts_what_is_written_for_it(string block, int images, int documents) =>
        Assert.Equal(new PromptCount(0, 0, images, documents), Block(block));

    [Fact]
    public void No_base64_of_an_image_is_ever_taken_for_text()
    {
        var encoded = new EncodedBytes();
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pixels, 50_000))));
        var request = $$"""{"messages":[{"role":"user","content":[{"source":{"data":"{{data}}","media_type":"image/png","type":"base64"},"type":"image"}]}]}""";

        var count = new PromptCounter(encoded).Count(Encoding.UTF8.GetBytes(request));

        Assert.Equal((Overheads.UnknownImage, 0L), (count.Images, encoded.Count));
    }
}
