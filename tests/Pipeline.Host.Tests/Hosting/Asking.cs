using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>Asks the pipeline and reads the answer; every stream goes through the grammar's validator.</summary>
internal static class Asking
{
    public static async Task<StreamedAnswer> StreamAsync(this IPipeline pipeline, JsonNode body)
    {
        using var response = await pipeline.Client.PostMessageAsync(body);
        if (response.Status != HttpStatusCode.OK) Assert.Fail($"{response.Status}: {await response.ReadJsonAsync()}");
        await response.ReadToEndAsync();
        return StreamedAnswer.From(response.RawBytes);
    }

    public static async Task<JsonElement> CompleteAsync(this IPipeline pipeline, JsonNode body)
    {
        using var response = await pipeline.Client.PostMessageAsync(body);
        var message = await response.ReadJsonAsync();
        Assert.True(response.Status == HttpStatusCode.OK, message.ToString());
        return message;
    }

    public static async Task<ErrorAnswer> ErrorAsync(this IPipeline pipeline, JsonNode body)
    {
        using var response = await pipeline.Client.PostMessageAsync(body);
        var error = (await response.ReadJsonAsync()).GetProperty("error");
        return new ErrorAnswer(
            (int)response.Status,
            error.GetProperty("type").GetString()!,
            error.GetProperty("message").GetString()!,
            (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }
}

/// <summary>An error as a client sees it.</summary>
internal sealed record ErrorAnswer(int Status, string Type, string Message, int? RetryAfter);
