using System.Text.Json.Serialization;
using Pipeline.Ingress.Errors;
using Pipeline.Tokens.Prompts;

namespace Pipeline.Ingress.Messages;

/// <summary>
/// <c>POST /v1/messages/count_tokens</c>: counts a prompt without asking a model. It is answered here, not by a worker: a
/// count takes milliseconds and no key, a way over the bus would carry the whole body for one number, and clients
/// ask before they decide whether to send at all, when no worker need be there.
/// </summary>
internal sealed class CountTokensEndpoint(PromptCounter prompts)
{
    /// <exception cref="ApiException">The request is refused as <c>/v1/messages</c> refuses it, but that it needs no <c>max_tokens</c>.</exception>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        RequestReader.Read(body, wantsAnswer: false);
        return TypedResults.Ok(new TokenCount(prompts.Count(body).Total));
    }

    private sealed record TokenCount([property: JsonPropertyName("input_tokens")] int InputTokens);
}
