namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

public class LimitTests
{
    [Theory]
    // Anthropic's own
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", "overflow 210000 > 200000")]
    // OpenAI and its like
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 10324 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", "overflow 10324 > 8192")]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 16384 tokens. However, you requested 122946 tokens (112946 in the messages, 10000 in the completion). Please reduce the length of the messages or completion.","type":"BadRequestError","param":null,"code":400}""", "overflow 112946 > 16384")]
    [InlineData(400, """{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""", "overflow ? > ?")]
    // vLLM, SGLang, NIM
    [InlineData(400, """{"message":"max_tokens must be at least 1, got -853. (parameter=max_tokens, value=-853)","type":"BadRequestError","param":"max_tokens","code":400}""", "overflow ? > ?")]
    [InlineData(400, """{"error":{"message":"You passed 200001 input tokens and requested 0 output tokens. However, the model's context length is only 131072 tokens, resulting in a maximum input length of 131072 tokens. Please reduce the length of the input prompt. (parameter=input_tokens, value=200001)","code":400}}""", "overflow 200001 > 131072")]
    [InlineData(400, """{"object":"error","message":"The decoder prompt (length 40000) is longer than the maximum model length of 32768. Make sure that `max_model_len` is no smaller than the number of text tokens.","code":400}""", "overflow 40000 > 32768")]
    [InlineData(400, """{"object":"error","message":"The input (61709 tokens) is longer than the model's context length (40960 tokens).","type":"BadRequestError","param":null,"code":400}""", "overflow 61709 > 40960")]
    [InlineData(400, "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).", "overflow 160062 > 59862")]
    [InlineData(422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32768. Given: 82004 `inputs` tokens and 2048 `max_new_tokens`","error_type":"validation"}""", "overflow 82004 > 32768")]
    // Local servers
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"exceed_context_size_error","n_prompt_tokens":14429,"n_ctx":8192}}""", "overflow 14429 > 8192")]
    [InlineData(400, """{"error":{"code":400,"message":"request (12345 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error"}}""", "overflow 12345 > 4096")]
    [InlineData(400, """{"error":"Trying to keep the first 15857 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input"}""", "overflow 15857 > 4096")]
    [InlineData(400, """{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input."}""", "overflow 13055 > 4096")]
    [InlineData(400, """{"error":"The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input"}""", "overflow ? > ?")]
    [InlineData(400, """{"error":{"message":"the input length exceeds the context length","type":"invalid_request_error"}}""", "overflow ? > ?")]
    // Other clouds
    [InlineData(400, """{"object":"error","message":"Prompt contains 65673 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","code":"3051"}""", "overflow 65673 > 32768")]
    [InlineData(400, """{"message":"Please reduce the length of the messages or completion. Current length is 9001 while limit is 8192","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}""", "overflow 9001 > 8192")]
    [InlineData(400, """[{"error":{"code":400,"message":"The input token count (1200123) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""", "overflow 1200123 > 1048576")]
    [InlineData(400, """{"error":{"object":"error","type":"invalid_request_error","message":"The prompt is too long: 140211, model maximum context length: 131071"}}""", "overflow 140211 > 131071")]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 140211 tokens."}""", "overflow 140211 > 131072")]
    [InlineData(400, """{"error":{"message":"Invalid request: Your request exceeded model token limit: 131072 (requested: 140211)","type":"invalid_request_error"}}""", "overflow 140211 > 131072")]
    [InlineData(400, """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 204800]","type":"invalid_request_error"}}""", "overflow ? > 204800")]
    [InlineData(413, """{"error":{"code":"tokens_limit_reached","message":"Request body too large for gpt-4o model. Max size: 8000 tokens.","details":"Request body too large for gpt-4o model. Max size: 8000 tokens."}}""", "overflow ? > 8000")]
    [InlineData(400, """{"error":{"message":"prompt token count of 140211 exceeds the limit of 128000","code":"model_max_prompt_tokens_exceeded"}}""", "overflow 140211 > 128000")]
    [InlineData(400, """{"message":"Input is too long for requested model."}""", "overflow ? > ?")]
    public void A_prompt_that_does_not_fit_is_an_overflow(int status, string body, string expected) =>
        Assert.Equal(expected, Complained.Of(status, body));

    [Theory]
    [InlineData(400, """{"error":{"message":"'max_tokens' or 'max_completion_tokens' is too large: 64000. This model's maximum context length is 64001 tokens and your request has 24235 input tokens (64000 > 64001 - 24235).","type":"BadRequestError","code":400}}""", "window 64001, prompt 24235")]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 131072 tokens. However, you requested 134942 tokens (70942 in the messages, 64000 in the completion). Please reduce the length of the messages or completion.","code":400}""", "window 131072, prompt 70942")]
    [InlineData(400, """{"message":"This model's maximum context length is 128000 tokens. However, you requested 65535 output tokens and your prompt contains at least 62466 input tokens, for a total of at least 128001 tokens. Please reduce the length of the input prompt or the number of requested output tokens."}""", "window 128000, prompt 62466 or more")]
    [InlineData(400, """{"message":"Requested token count exceeds the model's maximum context length of 202752 tokens. You requested a total of 202941 tokens: 170941 tokens from the input messages and 32000 tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit."}""", "window 202752, prompt 170941")]
    [InlineData(400, """{"error":{"message":"This endpoint's maximum context length is 204800 tokens. However, you requested about 205432 tokens (81684 of text input, 3748 of tool input, 120000 in the output). Please reduce the length of either one, or use the \"middle-out\" transform to compress your prompt automatically.","code":400}}""", "window 204800, prompt 85432")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 186433 + 20000 > 200000, decrease input length or `max_tokens` and try again"}}""", "window 200000, prompt 186433")]
    [InlineData(422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 65537. Given: 29993 `inputs` tokens and 64000 `max_new_tokens`"}""", "window 65537, prompt 29993")]
    [InlineData(422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32768"}""", "window 32768, prompt 0 or more")]
    public void A_prompt_that_fits_beside_a_shorter_answer_tells_the_window(int status, string body, string expected) =>
        Assert.Equal(expected, Complained.Of(status, body));

    [Theory]
    [InlineData(400, """{"error":{"message":"max_tokens is too large: 64000. This model supports at most 16384 completion tokens, whereas you provided 64000.","type":"invalid_request_error","param":"max_tokens","code":null}}""", "limit 16384")]
    [InlineData(400, """{"error":{"message":"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", "limit 8192")]
    [InlineData(400, """{"error":{"code":"invalid_parameter_error","param":null,"message":"Range of max_tokens should be [1, 32768]","type":"invalid_request_error"}}""", "limit 32768")]
    [InlineData(400, """{"message":"max_completion_tokens must be less than or equal to 40960, the maximum value for max_completion_tokens is less than the context_window for this model","type":"invalid_request_error","param":"max_completion_tokens"}""", "limit 40960")]
    [InlineData(400, """{"error":{"message":"max_tokens for `llama-3.1-8b-instant` must be less than or equal to 8000","type":"invalid_request_error"}}""", "limit 8000")]
    [InlineData(400, """{"error":{"code":"InvalidParameter","message":"The parameter `max_completion_tokens` specified in the request are not valid: integer above maximum value, expected a value <= 12288, but got 32000 instead. Request id: 0217","param":"max_completion_tokens","type":"BadRequest"}}""", "limit 12288")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet-20241022"}}""", "limit 8192")]
    [InlineData(422, """{"detail":[{"type":"less_than_equal","loc":["body","max_tokens"],"msg":"Input should be less than or equal to 4096","input":64000,"ctx":{"le":4096}}]}""", "limit 4096")]
    [InlineData(400, """{"error":{"code":400,"message":"Unable to submit request because it has a maxOutputTokens value of 64000 but the supported range is from 1 (inclusive) to 8193 (exclusive). Update the value and try again.","status":"INVALID_ARGUMENT"}}""", "limit 8192")]
    [InlineData(422, """{"error":"Input validation error: `max_new_tokens` must be <= 192","error_type":"validation"}""", "limit 192")]
    [InlineData(400, """{"message":"max_tokens must be at most 4,096","type":"Bad Request"}""", "limit 4096")]
    public void A_limit_of_the_answer_is_found(int status, string body, string expected) =>
        Assert.Equal(expected, Complained.Of(status, body));

    [Fact]
    public void A_limit_that_was_kept_is_not_the_reason() => Assert.Equal(
        Complained.Nothing,
        Complained.Of(400, "max_tokens must be less than or equal to 8192", Complained.Plain with { MaxTokens = 8_192 }));

    [Fact]
    public void An_answer_of_no_demanded_length_cannot_be_shortened() => Assert.Equal(
        "overflow 130000 > 131072",
        Complained.Of(400, "This model's maximum context length is 131072 tokens and your request has 130000 input tokens", Complained.Plain with { MaxTokens = null }));

    [Fact]
    public void A_window_that_leaves_no_room_for_an_answer_is_an_overflow() => Assert.Equal(
        "overflow 130000 > 131072",
        Complained.Of(400, "This model's maximum context length is 131072 tokens and your request has 130000 input tokens"));
}
