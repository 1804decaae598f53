using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class InvalidRequestTests
{
    [Theory]
    [InlineData("""{}""", "messages: Field required")]
    [InlineData("""{"messages":5}""", "messages: Input should be a valid list")]
    [InlineData("""{"messages":[]}""", "messages: at least one message with content is required")]
    [InlineData("""{"messages":[{"role":"user","content":""}]}""", "messages: at least one message with content is required")]
    [InlineData("""{"messages":[{"content":"hi"}]}""", "messages.0.role: Field required")]
    [InlineData("""{"messages":[{"role":"robot","content":"hi"}]}""", "messages.0.role: Input should be 'user', 'assistant' or 'system'")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages.0.content: Field required")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages.0.content: Input should be a valid list")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"c1"}]}]}""", "messages.0.content.1.name: Field required")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"image"}]}]}""", "messages.1.content.0.source: Field required")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png"}}]}]}""", "messages.0.content.0.source.data: Field required")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}]}""", "messages.0.content.0.content.0.source: An image source of type 'file' cannot be sent")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}],"tools":[{"description":"d"}]}""", "tools.0.name: Field required")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"A","input_schema":"s"}]}""", "tools.0.input_schema: Input should be an object")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}],"max_tokens":"many"}""", "max_tokens: Input should be a valid integer")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}],"temperature":"hot"}""", "temperature: Input should be a valid number")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}],"output_config":{"format":{"type":"json_schema"}}}""", "output_config.format.schema: Field required")]
    [InlineData("""{"messages":""", "The request body is not valid JSON: ")]
    [InlineData("[]", "The request body is not a JSON object.")]
    public void The_error_names_the_field_at_fault(string json, string expected) =>
        Assert.StartsWith(expected, ErrorOf(json), StringComparison.Ordinal);
}
