using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

public class RefusedSchemaTests
{
    private static readonly ChatRequest ToolsAlone = Complained.Everything with { ResponseFormat = null };

    private static readonly ChatRequest AnswerAlone = Complained.Everything with { Tools = null, ToolChoice = null };

    [Theory]
    [InlineData(400, """{"error":{"message":"Invalid schema for function 'update-event': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.","type":"invalid_request_error","param":"tools[5].function.parameters","code":"invalid_function_parameters"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid schema for function 'notion__notion-update-page': In context=('properties', 'data'), 'allOf' is not permitted.","type":"invalid_request_error","param":"tools[26].function.parameters","code":"invalid_function_parameters"}}""")]
    [InlineData(400, """{"error":{"message":"[gemini/gemini-3.1-pro-preview] [400]: Invalid JSON payload received. Unknown name \"$schema\" at 'tools[0].function_declarations[0].parameters': Cannot find field.\nInvalid JSON payload received. Unknown name \"additionalProperties\" at 'tools[0].function_declarations[0].parameters': Cannot find field."}}""")]
    [InlineData(400, """{"error":{"message":"* GenerateContentRequest.tools[0].function_declarations[3].parameters.properties[paths].items: missing field.","status":"INVALID_ARGUMENT"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid request: tools.function.parameters is not a valid moonshot flavored json schema, details: <At path 'properties.skill': when using anyOf, type should be defined in anyOf items instead of the parent schema>","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"code":400,"message":"Failed to initialize samplers: failed to parse grammar","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"code":400,"message":"JSON schema conversion failed:\nUnrecognized schema: {\"not\":{}}","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"object":"error","message":"The provided JSON schema contains features not supported by xgrammar.","type":"BadRequestError","code":400}""")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"tools.73.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level"}}""")]
    public void Tools_whose_schemas_are_refused_get_plain_ones(int status, string body) =>
        Assert.Equal("PlainSchemas", Complained.Of(status, body, ToolsAlone));

    [Theory]
    [InlineData(400, """{"message":"Unsupported JSON schema fields: {'minItems', 'items'}","type":"invalid_request_error","param":"response_format","code":"wrong_api_format"}""")]
    [InlineData(400, """{"error":{"message":"Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied and to be false.","type":"invalid_request_error","param":"response_format","code":null}}""")]
    [InlineData(400, """{"object":"error","message":"The provided JSON schema contains features not supported by xgrammar.","type":"BadRequestError","code":400}""")]
    public void An_answers_schema_that_is_refused_is_asked_for_in_words(int status, string body) =>
        Assert.Equal("NoResponseFormat", Complained.Of(status, body, AnswerAlone));

    [Fact]
    public void Plain_schemas_are_not_the_reason() => Assert.Equal(
        Complained.Nothing,
        Complained.Of(400, """{"error":{"message":"Failed to initialize samplers: failed to parse grammar"}}""", Complained.Plain));
}
