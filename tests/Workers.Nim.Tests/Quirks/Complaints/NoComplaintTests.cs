using System.Text;
using Pipeline.Workers.Nim.Quirks.Complaints;

namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

/// <summary>Refusals about which nothing can be done here.</summary>
public class NoComplaintTests
{
    [Theory]
    [InlineData(400, "Bad request")]
    [InlineData(400, "")]
    [InlineData(400, "{}")]
    [InlineData(400, "null")]
    [InlineData(400, "<html><body>400 Bad Request</body></html>")]
    [InlineData(400, """{"status":400,"title":"Bad Request","detail":"Function id '3b9748d8-1d85-40e8-8573-0eeaa63a4b63': DEGRADED function cannot be invoked"}""")]
    [InlineData(404, """{"status":404,"title":"Not Found","detail":"Function '23d4f03a-b8a6-4adb-a183-7daa083a09cc': Not found for account 'Qawmu2vUw3rdcREnubcAVqe1c55nUTb1hCogKQx4BCA'"}""")]
    [InlineData(404, "404 page not found")]
    [InlineData(404, """{"error":{"message":"No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing","code":404}}""")]
    [InlineData(404, """{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}""")]
    [InlineData(400, """{"error":{"message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set","type":"BadRequestError","param":null,"code":400}}""")]
    [InlineData(400, """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.","type":null,"param":"prompt","code":"content_filter","status":400}}""")]
    [InlineData(400, """{"error":{"message":"You uploaded an unsupported image. Please make sure your image is valid.","type":"invalid_request_error","param":null,"code":"image_parse_error"}}""")]
    [InlineData(400, """{"error":{"message":"You uploaded an unsupported image. Please make sure your image is below 20 MB in size and is of one the following formats: ['png', 'jpeg', 'gif', 'webp'].","code":"invalid_image_format"}}""")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content.1.image.source.base64.data: At least one of the image dimensions exceed max allowed size: 8000 pixels"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 140 instead.","param":"tools","code":"array_above_max_length"}}""")]
    [InlineData(400, """{"error":{"message":"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.","param":"messages.[3].role"}}""")]
    [InlineData(400, """{"object":"error","message":"Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant","type":"invalid_request_error"}""")]
    [InlineData(413, """{"error":{"message":"Request too large for model `llama-3.3-70b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}""")]
    [InlineData(413, "Payload Too Large")]
    [InlineData(500, """{"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error"}}""")]
    [InlineData(500, """{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"internal_server_error","code":500}""")]
    [InlineData(500, "CUDA out of memory")]
    [InlineData(500, "An unexpected system error occurred while processing the image")]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"ERROR","provider_name":"Chutes"}}}""")]
    public void A_refusal_that_says_nothing_to_the_point_teaches_nothing(int status, string body) =>
        Assert.Equal(Complained.Nothing, Complained.Of(status, body));

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public void Refusals_of_keys_rates_and_outages_are_not_about_the_request(int status) =>
        Assert.Equal(Complained.Nothing, Complained.Of(status, """{"error":{"message":"Unsupported parameter: top_k; maximum context length exceeded"}}"""));

    [Fact]
    public void What_is_no_text_and_what_is_cut_off_is_read_as_far_as_it_goes()
    {
        byte[] broken = [0xFF, 0xFE, .. "Unsupported parameter: top_k"u8];

        Assert.IsType<QuirksFound>(ComplaintReader.Read(400, broken, Complained.Everything));
        Assert.Equal("NoTopK", Complained.Of(400, """{"error":{"message":"Unsupported parameter: top_k","""));
    }

    [Theory]
    [InlineData("max_tokens maximum context length is 1 tokens requested [[[((( ")]
    [InlineData("tools parameters json schema grammar content image_url unexpecte ")]
    public void A_page_of_64_KiB_is_read_to_its_end_whatever_is_in_it(string words)
    {
        var body = new StringBuilder("""{"error":{"message":" """);
        while (body.Length < 64 * 1024) body.Append(words);

        Assert.Equal(Complained.Nothing, Complained.Of(400, body.ToString(), Complained.Plain));
    }
}
