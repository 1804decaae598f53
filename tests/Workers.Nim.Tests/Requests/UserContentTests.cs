using System.Text;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class UserContentTests
{
    [Theory]
    [InlineData("""  "one" """, "one")]
    [InlineData("""  [{"type":"text","text":"one\n"},{"type":"text","text":" two"}] """, "one\n\n\n two")]
    [InlineData("""  [{"type":"text","text":"one"},{"type":"text","text":""}] """, "one")]
    [InlineData("""  [{"type":"text","text":"one"},{"type":"hologram","text":"two","depth":3}] """, "one\n\ntwo")]
    [InlineData("""  [{"type":"text","text":"one"},{"type":"hologram","data":"?"},{"no_type":true}] """, "one")]
    public void Content_of_texts_alone_becomes_a_string_with_each_text_untouched(string content, string expected) =>
        Assert.Equal(expected, UserContent(content));

    [Fact]
    public void Consecutive_user_messages_become_one() => AssertJson(
        """[{"role":"user","content":"one\n\ntwo"}]""",
        Messages("""[{"role":"user","content":"one"},{"role":"user","content":[{"type":"text","text":"two"}]}]"""));

    [Fact]
    public void Images_become_parts_in_their_order_among_the_text() => AssertJson(
        """
        [{"role":"user","content":[
          {"type":"text","text":"Compare"},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO+/A="}},
          {"type":"text","text":"with"},
          {"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}}]}]
        """,
        Messages("""
            [{"role":"user","content":[
              {"type":"text","text":"Compare"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO+/A="},"cache_control":{"type":"ephemeral"}},
              {"type":"text","text":"with"},
              {"type":"image","source":{"type":"url","url":"https://example.com/a.jpg"}}]}]
            """));

    [Theory]
    [InlineData("""{"type":"text","media_type":"text/plain","data":"Body."}""", "[document \"Notes\"]\n\nBody.")]
    [InlineData("""{"type":"content","content":"Body."}""", "[document \"Notes\"]\n\nBody.")]
    [InlineData("""{"type":"content","content":[{"type":"text","text":"One."},{"type":"text","text":"Two."}]}""", "[document \"Notes\"]\n\nOne.\n\nTwo.")]
    [InlineData("""{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}""", "[document \"Notes\" (application/pdf) could not be shown to this model]")]
    [InlineData("""{"type":"base64","media_type":"text/plain","data":"not base64"}""", "[document \"Notes\" (text/plain) could not be shown to this model]")]
    [InlineData("""{"type":"url","url":"https://example.com/a.pdf"}""", "[document \"Notes\" (https://example.com/a.pdf) could not be shown to this model]")]
    [InlineData("""{"type":"file","file_id":"file_1"}""", "[document \"Notes\" could not be shown to this model]")]
    public void Documents_become_their_text_or_say_that_they_cannot_be_shown(string source, string expected) =>
        Assert.Equal(expected, UserContent($$"""[{"type":"document","title":"Notes","source":{{source}}}]"""));

    [Fact]
    public void A_text_document_in_base64_is_decoded()
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("a,b\nä,ö"));

        var content = UserContent(
            $$$"""[{"type":"document","context":"A table.","source":{"type":"base64","media_type":"text/csv","data":"{{{data}}}"}}]""");

        Assert.Equal("A table.\n\na,b\nä,ö", content);
    }

    [Fact]
    public void Text_stays_utf8_on_the_wire()
    {
        var body = Whole("""{"messages":[{"role":"user","content":"\u00fcber <b> 'x' + \u4e2d"}]}""").Chat.ToUtf8();

        Assert.Contains("über <b> 'x' + 中", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    private static string UserContent(string content) =>
        (string)Assert.Single(Messages($$"""[{"role":"user","content":{{content}}}]""").AsArray())!["content"]!;
}
