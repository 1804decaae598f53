using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Security;

/// <summary>
/// Lets in only clients that present the configured token, as <c>x-api-key</c> or as a bearer token.
/// Without a configured token any client may come; the ingress then listens on loopback alone.
/// </summary>
internal sealed class ClientToken(IOptions<IngressOptions> options) : IEndpointFilter
{
    private readonly byte[]? _expected = options.Value.AuthToken is { Length: > 0 } token ? Hash(token) : null;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Request.Headers;
        if (_expected is null || Matches(headers["x-api-key"]) || Matches(Bearer(headers.Authorization))) return next(context);

        throw new ApiException(new Failure
        {
            Status = 401,
            Type = ErrorTypes.Authentication,
            Message = "The token is missing or wrong: send the value of ANTHROPIC_AUTH_TOKEN, as configured at this server, "
                + "as x-api-key or as a bearer token.",
        });
    }

    // Hashes have one length, so that the comparison's time tells nothing about the token's.
    private bool Matches(string? presented) =>
        presented is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(Hash(presented), _expected);

    private static string? Bearer(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? authorization[7..].Trim() : null;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
