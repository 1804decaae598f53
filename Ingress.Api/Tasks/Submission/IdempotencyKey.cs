using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Tasks.Submission;

/// <summary>What makes a repeated <c>POST /v1/tasks</c> have one effect: the key chooses the node's id.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The id of the node that a request makes; a new one each time where it has no key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="secret">The configured token: without it nobody can tell which node a key leads to.</param>
    /// <exception cref="ApiException">400: the key is blank, too long, or there are several.</exception>
    public static Guid NodeFor(HttpRequest request, string secret)
    {
        if (!request.Headers.TryGetValue(Header, out var keys)) return Guid.CreateVersion7();
        if (keys is not [{ Length: <= MaxLength } key] || string.IsNullOrWhiteSpace(key))
            throw ApiException.InvalidRequest($"{Header}: must be one key of 1 to {MaxLength} characters");

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"task {key}"));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Tells one request from another; how its answer is wanted makes no difference.</summary>
    public static string Hash(TaskRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request with { Stream = true })));
}
