using Pipeline.Contracts.Providers;

namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

public class RefusedParameterTests
{
    [Theory]
    // NVIDIA NIM
    [InlineData(400, """{"message":"Validation: Unsupported parameter(s): `chat_template_kwargs`","type":"Bad Request","code":400}""", "NoTemplateArguments")]
    [InlineData(400, """{"message":"Validation: Unsupported parameter(s): `enable_thinking`, `top_k`","type":"Bad Request","code":400}""", "NoTemplateArguments, NoTopK")]
    [InlineData(400, """{"message":"Validation: `top_p` is immutable for this model and must be 0.95, got 1","type":"Bad Request","code":400}""", "NoTopP")]
    [InlineData(400, """{"message":"chat_template is not supported for Mistral tokenizers.","type":"BadRequestError","param":null,"code":400}""", "NoTemplateArguments")]
    [InlineData(422, """{"error":"body -> top_k\n  Extra inputs are not permitted (type=extra_forbidden)\nbody -> frequency_penalty\n  Extra inputs are not permitted (type=extra_forbidden)"}""", "NoTopK")]
    [InlineData(422, """{"type":"urn:inference-service:problem-details:unprocessable-entity","title":"Unprocessable Entity","status":422,"detail":"body -> stop\n  Extra inputs are not permitted (type=extra_forbidden)","instance":"/v2/nvcf/pexec/functions/b0fcd392","requestId":"380d3287"}""", "NoStop")]
    // vLLM, SGLang
    [InlineData(400, """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'chat_template_kwargs'), 'msg': 'Extra inputs are not permitted', 'input': {'thinking': True}}]","type":"BadRequestError","param":null,"code":400}""", "NoTemplateArguments")]
    [InlineData(400, """{"detail":[{"type":"extra_forbidden","loc":["body","chat_template_kwargs"],"msg":"Extra inputs are not permitted","input":{"thinking":true}}]}""", "NoTemplateArguments")]
    [InlineData(400, """{"object":"error","message":"1 validation error:\n  {'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, `tool_choice` must either be a named tool, \"auto\", or \"none\".'}","type":"BadRequestError","code":400}""", "NoToolChoice")]
    // Mistral
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options","include_usage"],"msg":"Extra inputs are not permitted","input":true}]},"type":"invalid_request_error","param":null,"code":null}""", "NoStreamOptions")]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","top_k"],"msg":"Extra inputs are not permitted","input":40},{"type":"extra_forbidden","loc":["body","chat_template_kwargs"],"msg":"Extra inputs are not permitted","input":{}}]}""", "NoTemplateArguments, NoTopK")]
    [InlineData(400, """{"error":{"code":"Invalid input","message":"{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"parallel_tool_calls\"],\"msg\":\"Extra inputs are not permitted\",\"input\":false}]}","status":422}}""", "NoParallelToolCalls")]
    [InlineData(422, """{"error":{"message":"Validation error at #/stream_options: Extra inputs are not permitted","code":422}}""", "NoStreamOptions")]
    // OpenAI, Azure
    [InlineData(400, """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""", "MaxCompletionTokens")]
    [InlineData(400, """{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", "NoTemperature")]
    [InlineData(400, """{"error":{"message":"Unsupported parameter: 'parallel_tool_calls' is not supported with this model.","type":"invalid_request_error","param":"parallel_tool_calls","code":"unsupported_parameter"}}""", "NoParallelToolCalls")]
    [InlineData(400, """{"error":{"message":"Unsupported parameter: 'stop' is not supported with this model.","type":"invalid_request_error","param":"stop","code":"unsupported_parameter"}}""", "NoStop")]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: top_k","type":"invalid_request_error","param":null,"code":null}}""", "NoTopK")]
    [InlineData(400, """{"error":{"message":"Unknown parameter: 'chat_template_kwargs'.","type":"invalid_request_error","param":"chat_template_kwargs","code":"unknown_parameter"}}""", "NoTemplateArguments")]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: reasoning_effort","type":"invalid_request_error","param":null,"code":null}}""", "NoReasoningEffort")]
    [InlineData(400, """{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. Learn more about supported models at the Structured Outputs guide.","type":"invalid_request_error","param":null,"code":null}}""", "NoResponseFormat")]
    // Groq, xAI
    [InlineData(400, """{"error":{"message":"property 'top_k' is unsupported","type":"invalid_request_error"}}""", "NoTopK")]
    [InlineData(400, """{"error":{"message":"`reasoning_effort` must be one of `none` or `default`","type":"invalid_request_error"}}""", "NoReasoningEffort")]
    [InlineData(400, """{"error":{"message":"'reasoning_effort' : value is not one of the allowed values ['none', 'default', 'low', 'medium', 'high']","type":"invalid_request_error"}}""", "NoReasoningEffort")]
    [InlineData(400, """{"error":{"message":"This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs","type":"invalid_request_error","param":"response_format"}}""", "NoResponseFormat")]
    [InlineData(400, """{"code":"invalid-argument","error":"Model grok-4.20-0309-reasoning does not support parameter reasoningEffort."}""", "NoReasoningEffort")]
    // DeepSeek, Qwen
    [InlineData(400, """{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", "NoResponseFormat")]
    [InlineData(422, "Failed to deserialize the JSON body into the target type: response_format: response_format.type `json_schema` is unavailable now at line 1 column 12440", "NoResponseFormat")]
    [InlineData(400, """{"error":{"message":"Thinking mode does not support this tool_choice","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", "NoToolChoice")]
    [InlineData(400, """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: The tool_choice parameter does not support being set to required or object in thinking mode","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}""", "NoToolChoice")]
    // Gemini, Anthropic behind others, OpenRouter
    [InlineData(400, """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"top_k\": Cannot find field.\nInvalid JSON payload received. Unknown name \"chat_template_kwargs\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""", "NoTemplateArguments, NoTopK")]
    [InlineData(400, """{"error":{"message":"Invalid JSON payload received. Unknown name \"stream_options\" at 'generation_config': Cannot find field."}}""", "NoStreamOptions")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Error from provider (Anthropic): `temperature` and `top_p` cannot both be specified for this model. Please use only one."}}""", "NoTopP")]
    [InlineData(404, """{"error":{"message":"No endpoints found that support the provided 'tool_choice' value. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing","code":404}}""", "NoToolChoice")]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"Unsupported parameter: 'temperature' is not supported with this model.\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_parameter\"}}","provider_name":"OpenAI"}}}""", "NoTemperature")]
    // Moonshot, Cerebras, an error in a stream
    [InlineData(400, """{"error":{"message":"invalid temperature: only 1 is allowed for this model","type":"invalid_request_error"}}""", "NoTemperature")]
    [InlineData(422, """{"message":"body.parallel_tool_calls: property 'body.parallel_tool_calls' is unsupported","type":"invalid_request_error","param":"validation_error","code":"wrong_api_format"}""", "NoParallelToolCalls")]
    [InlineData(200, """data: {"error":{"message":"Unsupported parameter: top_k","code":"invalid_parameter_error"}}""", "NoTopK")]
    public void The_parameters_that_a_provider_refuses_are_found(int status, string body, string expected) =>
        Assert.Equal(expected, Complained.Of(status, body));

    [Theory]
    [InlineData("""{"message":"Validation: Unsupported parameter(s): `chat_template_kwargs`"}""")]
    [InlineData("""{"error":{"message":"property 'top_k' is unsupported"}}""")]
    [InlineData("""{"error":{"message":"This response_format type is unavailable now"}}""")]
    [InlineData("""{"error":{"message":"No endpoints found that support the provided 'tool_choice' value."}}""")]
    public void A_parameter_that_was_not_sent_is_not_the_reason(string body) =>
        Assert.Equal(Complained.Nothing, Complained.Of(400, body, Complained.Plain));

    [Theory]
    [InlineData("""{"error":{"message":"Unsupported parameter: 'foo' is not supported. Supported parameters: temperature, top_p, stop, tool_choice"}}""")]
    [InlineData("""{"error":{"message":"property 'store' is unsupported, did you mean 'stop'?","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"The model is busy; temperature and top_p were accepted."}}""")]
    [InlineData("""{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":{"temperature":0.5,"note":"top_k is unsupported"}}]}""")]
    public void A_parameter_that_is_only_mentioned_is_not_refused(string body) =>
        Assert.Equal(Complained.Nothing, Complained.Of(400, body));

    [Fact]
    public void A_value_that_no_model_takes_says_nothing_of_the_model()
    {
        const string Body = """{"error":{"message":"temperature must be between 0 and 2","param":"temperature"}}""";

        Assert.Equal(Complained.Nothing, Complained.Of(400, Body, Complained.Everything with { Temperature = 3 }));
        Assert.Equal(nameof(Quirk.NoTemperature), Complained.Of(400, Body, Complained.Everything with { Temperature = 0 }));
    }
}
