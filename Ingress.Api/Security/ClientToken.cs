using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Recording;
using Pipeline.Transport.Secrets;

namespace Pipeline.Ingress.Security;

/// <summary>
/// Lets in only clients that present the configured token, as <c>x-api-key</c> or as a bearer token.
/// Without a configured token any client may come; the ingress then listens on loopback alone. A run's own token opens
/// the routes that are marked with <see cref="OpenToRuns"/>, and no other.
/// </summary>
internal sealed class ClientToken(IOptions<IngressOptions> options, TimeProvider time) : IEndpointFilter
{
    private const string Missing =
        "The token is missing or wrong: send the value of ANTHROPIC_AUTH_TOKEN, as configured at this server, as x-api-key or as a bearer token.";

    private const string WrongRun =
        "The token of this Claude Code run has expired, or was issued with another ANTHROPIC_AUTH_TOKEN: Workers.Cli and this server must have the same.";

    private readonly byte[]? _expected = options.Value.AuthToken is { Length: > 0 } token ? Hash(token) : null;
    private readonly RunTokens? _runs = options.Value.AuthToken is { Length: > 0 } token ? new RunTokens(token) : null;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (_expected is null) return next(context);

        var headers = context.HttpContext.Request.Headers;
        string?[] presented = [headers["x-api-key"], Bearer(headers.Authorization)];
        if (presented.Any(Matches)) return next(context);
        if (Array.Find(presented, token => token is not null && RunTokens.IsRunToken(token)) is not { } ofRun) throw Refusal(401, ErrorTypes.Authentication, Missing);

        // Not a 401, which Claude Code repeats for minutes.
        if (_runs?.Verify(ofRun, time.GetUtcNow()) is not { } run) throw Refusal(403, ErrorTypes.Permission, WrongRun);
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<OpenToRuns>() is null)
            throw Refusal(403, ErrorTypes.Permission, "The token of a Claude Code run is good for POST /v1/messages and /v1/messages/count_tokens alone.");

        context.HttpContext.Record()?.AskedByRun(run.Node);
        return next(context);
    }

    private static ApiException Refusal(int status, string type, string message) =>
        new(new Failure { Status = status, Type = type, Message = message });

    // Hashes have one length, so that the comparison's time tells nothing about the token's.
    private bool Matches(string? presented) =>
        presented is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(Hash(presented), _expected);

    private static string? Bearer(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? authorization[7..].Trim() : null;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
