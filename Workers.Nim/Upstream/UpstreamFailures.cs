using System.Net;
using System.Net.Sockets;
using Pipeline.Contracts.Frames;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// Says what went wrong upstream in words: which provider, which model, what it said, what to do.
/// </summary>
/// <param name="profile">The provider.</param>
/// <param name="model">The model, as the provider names it.</param>
internal sealed class UpstreamFailures(ProviderProfile profile, string model)
{
    private readonly string _who = $"{profile.DisplayName} ({model})";

    // 403, not 401: Claude Code retries a 401 silently for more than 100 s.
    public static Failure NotConfigured(string missing) => Create(403, ErrorTypes.Permission, missing);

    /// <summary>The limits that we keep for the provider are used up for longer than a request waits.</summary>
    public Failure Busy(TimeSpan retryAfter) => Create(
        429,
        ErrorTypes.RateLimit,
        $"{_who} is not called for another {Math.Ceiling(retryAfter.TotalSeconds)} s: its limits here ({profile.Limits}) are used up, or it has asked for a pause. "
        + $"If it allows more, raise {profile.Setting("RATE_LIMIT")} or {profile.Setting("MAX_CONCURRENCY")}; a further model in MODEL steps in meanwhile.",
        retryable: true,
        retryAfter);

    /// <summary>Nearly every call of the last time has failed, so none is made for a while.</summary>
    public Failure Broken(TimeSpan retryAfter) => Create(
        529,
        ErrorTypes.Overloaded,
        $"{_who} has failed again and again, and is left alone for {Math.Ceiling(retryAfter.TotalSeconds)} s before it is tried once more.",
        retryable: true,
        retryAfter);

    public Failure Cut() => Create(500, ErrorTypes.Api, $"{_who} broke off in the middle of its answer.", retryable: true);

    public Failure Empty() => Create(500, ErrorTypes.Api, $"{_who} answered with nothing.", retryable: true);

    public Failure InvalidToolArguments() =>
        Create(500, ErrorTypes.Api, $"{_who} called a tool with arguments that are not JSON.", retryable: true);

    public Failure Silent(TimeSpan patience, bool hasBegun) => Create(
        504,
        ErrorTypes.Timeout,
        $"{_who} was silent for {patience.TotalSeconds:0.##} s ({(hasBegun ? "HTTP_READ_TIMEOUT" : "HTTP_FIRST_BYTE_TIMEOUT")}).",
        retryable: true);

    public Failure Malformed(string what) => Create(500, ErrorTypes.Api, $"{_who} broke the protocol: {Redact(what)}.", retryable: true);

    public Failure Unreachable(Exception fault) => Create(
        500, ErrorTypes.Api, $"{profile.DisplayName} at {profile.BaseUrl} could not be reached: {Reason(fault)}.", retryable: true);

    /// <summary>The prompt does not fit. Claude Code compacts by itself on these words, which must stand first.</summary>
    public Failure PromptTooLong(PromptOverflow overflow) => Create(400, ErrorTypes.InvalidRequest, $"{overflow.Message} ({_who})");

    /// <summary>It sent what nobody can read; our words say what.</summary>
    public Failure Unreadable(string words) => Create(500, ErrorTypes.Api, $"{_who} reported an error or broke the protocol: \"{Redact(words)}\".", retryable: true);

    /// <summary>The provider answered with an error status.</summary>
    public Failure Refused(Refusal refusal)
    {
        var (status, said, retryAfter) = (refusal.Status, refusal.Words, refusal.RetryAfter);
        var words = string.IsNullOrWhiteSpace(said) ? $"status {status}" : $"status {status}, \"{Redact(said)}\"";
        return status switch
        {
            401 or 403 => Create(403, ErrorTypes.Permission, $"{profile.DisplayName} refused the key ({words}): {profile.KeyRemedy}."),
            402 => Create(403, ErrorTypes.Permission, $"{profile.DisplayName} wants payment ({words})."),
            404 => Create(404, ErrorTypes.NotFound, $"{profile.DisplayName} does not serve the model {model} ({words}); choose another with MODEL."),
            413 => Create(413, ErrorTypes.RequestTooLarge, $"The request is too large for {_who}: {words}."),
            < 400 => Create(500, ErrorTypes.Api, $"{_who} answered with a redirect that leads nowhere: {words}."),
            409 or 425 => Create(500, ErrorTypes.Api, $"{_who} could not take the request just then: {words}.", retryable: true),
            408 or 504 => Create(504, ErrorTypes.Timeout, $"{_who} took too long: {words}.", retryable: true),
            429 => Create(429, ErrorTypes.RateLimit, $"{_who} limits the rate: {words}.", retryable: true, retryAfter),
            503 or 529 => Create(529, ErrorTypes.Overloaded, $"{_who} is overloaded: {words}.", retryable: true, retryAfter),
            >= 500 => Create(500, ErrorTypes.Api, $"{_who} failed: {words}.", retryable: true, retryAfter),
            _ => Create(400, ErrorTypes.InvalidRequest, $"{_who} refused the request: {words}."),
        };
    }

    /// <summary>The provider sent us elsewhere. Redirects are not followed: the key is for nobody else.</summary>
    public Failure Redirected(int status, Uri elsewhere) => Create(
        404,
        ErrorTypes.NotFound,
        $"{profile.DisplayName} at {profile.BaseUrl} redirects to {Redact(elsewhere.ToString())} (status {status}); point {profile.Setting("BASE_URL")} there if you trust it.");

    /// <summary>The provider sent an error object in a stream that had begun well.</summary>
    public Failure RefusedInStream(int? status, string said) =>
        status is >= 400 and < 600
            ? Refused(new Refusal(status.Value, said, said, RetryAfter: null))
            : Create(500, ErrorTypes.Api, $"{_who} reported an error: \"{Redact(said)}\".", retryable: true);

    private static Failure Create(int status, string type, string message, bool retryable = false, TimeSpan? retryAfter = null) => new()
    {
        Status = status,
        Type = type,
        Message = message,
        Retryable = retryable,
        RetryAfterSeconds = retryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null,
    };

    private string Redact(string said) => Redaction.Apply(said, profile.Secrets);

    private static string Reason(Exception fault) => fault switch
    {
        TimeoutException timeout => timeout.Message,
        OperationCanceledException => "it did not answer within HTTP_CONNECT_TIMEOUT",
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "the connection was refused",
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its name could not be resolved",
            SocketError.ConnectionReset => "the connection was reset",
            var code => $"the network said {code}",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection could be made (TLS)",
        HttpRequestException { StatusCode: HttpStatusCode status } => $"status {(int)status}",
        _ => "the connection broke",
    };
}
