using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Shaping;

namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

public class RefusedMessageTests
{
    private static readonly ChatRequest WithoutImages = ImageNotes.Write(Complained.Everything);

    private static readonly ChatRequest WithoutSystem = MessageRoles.WithoutSystem(Complained.Everything);

    [Theory]
    [InlineData(400, """{"object":"error","message":"System role not supported","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(500, """{"detail":"jinja2.exceptions.TemplateError: System role not supported"}""")]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"Developer instruction is not enabled for models/gemma-3-27b-it\",\n    \"status\": \"INVALID_ARGUMENT\"\n  }\n}\n","provider_name":"Google AI Studio"}}}""")]
    [InlineData(400, """{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model.","type":"invalid_request_error","param":"messages[0].role","code":"unsupported_value"}}""")]
    [InlineData(400, """{"object":"error","message":"Conversation roles must alternate user/assistant/user/assistant/...","type":"invalid_request_error","param":null,"code":null}""")]
    public void A_model_without_a_system_role_is_known_by_its_words(int status, string body) =>
        Assert.Equal("NoSystemRole", Complained.Of(status, body));

    [Theory]
    [InlineData(400, """{"object":"error","message":"Unexpected role 'user' after role 'tool'","type":"invalid_request_message_order","param":null,"code":"3230"}""")]
    [InlineData(400, """{"object":"error","message":"After the optional system message, conversation roles must alternate user/assistant/user/assistant/...","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"object\":\"error\",\"message\":\"Unexpected role 'user' after role 'tool'\",\"type\":\"invalid_request_message_order\"}","provider_name":"Mistral"}}}""")]
    public void A_model_that_wants_the_assistant_after_tools_is_known_by_its_words(int status, string body) =>
        Assert.Equal("NoUserAfterTool", Complained.Of(status, body));

    [Fact]
    public void Roles_out_of_turn_without_a_system_message_mean_the_person_after_a_tool() =>
        Assert.Equal("NoUserAfterTool", Complained.Of(400, "Conversation roles must alternate user/assistant/user/assistant/...", WithoutSystem));

    [Theory]
    [InlineData(400, """{"message":"/config/models/squirtle_instruct is not a multimodal model","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(400, """{"object":"error","message":"At most 0 image(s) may be provided in one request.","type":"BadRequestError","code":400}""")]
    [InlineData(400, """{"error":{"message":"Invalid content type. image_url is only supported by certain models.","type":"invalid_request_error","param":"messages.[1].content.[1].type","code":null}}""")]
    [InlineData(400, """{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[7]: unknown variant `image_url`, expected `text` at line 1 column 114708","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""")]
    [InlineData(422, "Failed to deserialize the JSON body into the target type: messages[2]: invalid type: sequence, expected a string at line 1 column 2901")]
    [InlineData(422, "Failed to deserialize the JSON body into the target type: messages[2]: data did not match any variant of untagged enum ChatCompletionRequestContent at line 1 column 18254")]
    [InlineData(500, """{"error":{"code":500,"message":"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj","type":"server_error"}}""")]
    [InlineData(500, """{"code":500,"message":"image input is not supported by this server","type":"server_error"}""")]
    [InlineData(500, """{"error":{"code":500,"message":"Failed to parse messages: Unsupported content part type: \"image_url\"; messages = [ {} ]","type":"server_error"}}""")]
    [InlineData(404, """{"error":{"message":"No endpoints found that support image input","code":404}}""")]
    [InlineData(400, """{"error":"Model does not support images. Please use a model that does."}""")]
    [InlineData(500, """{"message":"Internal server error: sequence item 4: expected str instance, list found","type":"internal_server_error","code":500}""")]
    [InlineData(400, """{"error":{"message":"messages[2].content must be a string","type":"invalid_request_error"}}""")]
    public void A_model_without_eyes_is_known_by_its_words(int status, string body)
    {
        Assert.Equal("NoImages", Complained.Of(status, body));
        Assert.DoesNotContain("NoImages", Complained.Of(status, body, WithoutImages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"Invalid value for 'content': expected a string, got null.","type":"invalid_request_error","param":"messages.[1].content","code":null}}""")]
    [InlineData(400, """{"error":{"message":"invalid message content type: <nil>","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":"Invalid 'content': 'content' field must be a string or an array of objects."}""")]
    [InlineData(422, """{"detail":[{"type":"string_type","loc":["body","messages",2,"assistant","content"],"msg":"Input should be a valid string","input":null}]}""")]
    [InlineData(422, """{"detail":[{"loc":["body","messages",1,"content"],"msg":"none is not an allowed value","type":"type_error.none.not_allowed"}]}""")]
    [InlineData(500, """{"error":{"message":"can only concatenate str (not \"NoneType\") to str","type":"internal_server_error"}}""")]
    [InlineData(500, """{"detail":"Generation failed: 'NoneType' object is not iterable"}""")]
    public void A_model_that_wants_content_beside_calls_is_known_by_its_words(int status, string body) =>
        Assert.Equal("NoNullContent", Complained.Of(status, body, WithoutImages));
}
