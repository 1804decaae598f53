using System.Text;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Messages;

namespace Pipeline.Ingress.Tests.Messages;

public sealed class RequestReaderTests
{
    private const string Good = """{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData(Good)]
    [InlineData("""{"max_tokens":5,"messages":[{"content":[{"text":"hi","type":"text"}],"role":"user"}],"model":"m","stream":null}""")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"system","content":"s"},{"role":"assistant","content":[]}],"new_field":{"a":[1,{}]}}""")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"},{"type":"brand_new","x":1}]}]}""")]
    [InlineData("""{"model":"m","max_tokens":1,"system":[{"type":"text","text":"s"}],"tools":[{"name":"a","input_schema":{}},{"type":"web_search_20250305","name":"w"},{"type":"mcp_toolset","mcp_server_name":"s"}],"tool_choice":{"type":"tool","name":"a"},"stop_sequences":["x"],"temperature":0.5,"top_p":1,"top_k":3,"thinking":{"type":"adaptive"},"output_config":{},"metadata":{},"messages":[{"role":"user","content":"hi"}]}""")]
    public void What_clients_really_send_is_accepted(string body) => Assert.Equal("m", Read(body).Model);

    [Fact]
    public void Streaming_is_asked_for_by_the_stream_field()
    {
        Assert.False(Read(Good).Stream);
        Assert.True(Read(Good.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal)).Stream);
    }

    [Theory]
    [InlineData("\"model\":\"\\ud800\"")]
    [InlineData("\"\\ud800\":1,\"model\":\"m\"")]
    public void Text_that_no_reader_can_decode_is_a_400(string model)
    {
        var fault = Assert.Throws<ApiException>(() => Read(Good.Replace("\"model\":\"m\"", model, StringComparison.Ordinal)));
        Assert.Equal(400, fault.Failure.Status);
        Assert.Contains("not valid text", fault.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_beyond_all_measure_is_a_400()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        Assert.Equal(400, Assert.Throws<ApiException>(() => Read($$"""{"model":"m","x":{{deep}}""")).Failure.Status);
    }

    [Fact]
    public void A_deep_tool_schema_is_accepted()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        Assert.Equal("m", Read(Good.Replace("{\"model\"", $"{{\"tools\":[{{\"name\":\"t\",\"input_schema\":{schema}}}],\"model\"", StringComparison.Ordinal)).Model);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData(Good + "x", "not valid JSON")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""", "model: field required")]
    [InlineData("""{"model":5,"max_tokens":5,"messages":[]}""", "model: must be a non-empty string")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", "max_tokens: field required")]
    [InlineData("""{"model":"m","max_tokens":0,"messages":[]}""", "max_tokens: must be greater than or equal to 1")]
    [InlineData("""{"model":"m","max_tokens":"5","messages":[]}""", "max_tokens: must be an integer")]
    [InlineData("""{"model":"m","max_tokens":5}""", "messages: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":{}}""", "messages: must be an array")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[]}""", "messages: at least one message is required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":["hi"]}""", "messages.0: must be an object")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"content":"hi"}]}""", "messages.0.role: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"bot","content":"hi"}]}""", "messages.0.role: must be 'user', 'assistant' or 'system'")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user"}]}""", "messages.0.content: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":7}]}""", "messages.0.content: must be a string or an array of content blocks")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":["x"]}]}""", "messages.0.content.0: must be an object")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"text"}]}]}""", "messages.1.content.1.text: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"text":"a"}]}]}""", "messages.0.content.0.type: must be a string")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"image"}]}]}""", "messages.0.content.0.source: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"tool_use","id":"a","name":"b","input":"c"}]}]}""", "messages.0.content.0.input: must be an object")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"tool_result","content":"c"}]}]}""", "messages.0.content.0.tool_use_id: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"stream":"yes","messages":[]}""", "stream: must be true or false")]
    [InlineData("""{"model":"m","max_tokens":5,"system":7,"messages":[]}""", "system: must be a string or an array")]
    [InlineData("""{"model":"m","max_tokens":5,"system":[{"type":"text","text":null}],"messages":[]}""", "system.0.text: must be a string")]
    [InlineData("""{"model":"m","max_tokens":5,"tools":[{"description":"x"}],"messages":[]}""", "tools.0.name: must be a string")]
    [InlineData("""{"model":"m","max_tokens":5,"tools":[{"type":"custom"}],"messages":[]}""", "tools.0.name: must be a string")]
    [InlineData("""{"model":"m","max_tokens":5,"tools":[{"name":"x","input_schema":[]}],"messages":[]}""", "tools.0.input_schema: must be an object")]
    [InlineData("""{"model":"m","max_tokens":5,"tool_choice":{"type":"maybe"},"messages":[]}""", "tool_choice.type: must be")]
    [InlineData("""{"model":"m","max_tokens":5,"tool_choice":{"type":"tool"},"messages":[]}""", "tool_choice.name: field required")]
    [InlineData("""{"model":"m","max_tokens":5,"stop_sequences":[1],"messages":[]}""", "stop_sequences.0: must be a string")]
    [InlineData("""{"model":"m","max_tokens":5,"temperature":"hot","messages":[]}""", "temperature: must be a number")]
    [InlineData("""{"model":"m","max_tokens":5,"thinking":true,"messages":[]}""", "thinking: must be an object")]
    public void A_wrong_request_is_refused_by_the_name_of_its_field(string body, string expected)
    {
        var fault = Assert.Throws<ApiException>(() => Read(body));
        Assert.Equal(400, fault.Failure.Status);
        Assert.Equal("invalid_request_error", fault.Failure.Type);
        Assert.Contains(expected, fault.Failure.Message, StringComparison.Ordinal);
    }

    private static RequestShape Read(string body) => RequestReader.Read(Encoding.UTF8.GetBytes(body));
}
