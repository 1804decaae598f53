using System.Text;

namespace Pipeline.TestKit.Upstream;

/// <summary>What goes wrong with real upstreams.</summary>
public sealed partial record UpstreamReply
{
    private const string Json = "application/json";

    /// <summary>Breaks the connection with a TCP reset; before anything was sent the client gets no status either.</summary>
    public UpstreamReply Reset() => Then(new BreakStep(Reset: true));

    /// <summary>Closes the connection in order but in the middle of the HTTP message.</summary>
    public UpstreamReply CutOff() => Then(new BreakStep(Reset: false));

    /// <summary>Sends nothing more until the client leaves.</summary>
    public UpstreamReply Silence() => Then(new SilenceStep());

    /// <summary>An error object in the stream, in place of a chunk.</summary>
    public UpstreamReply StreamError(string message, string type = "InternalServerError", int code = 500) =>
        Bytes(OpenAiJson.ToEvent(OpenAiJson.Error(code, type, message)));

    /// <summary>A fixed body in place of a stream.</summary>
    public static UpstreamReply Body(int status, string contentType, string body) =>
        new UpstreamReply { Status = status, ContentType = contentType }.Raw(body);

    /// <summary>Status 200, but the body is a JSON error.</summary>
    public static UpstreamReply ErrorWithStatus200(string message = "Internal server error") =>
        Body(200, Json, Encoding.UTF8.GetString(OpenAiJson.ToUtf8(OpenAiJson.Error(500, "InternalServerError", message))));

    /// <summary>Status 200, but the body is a web page, as from a captive portal.</summary>
    public static UpstreamReply WebPage() =>
        Body(200, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Please log in.</body></html>\n");

    /// <summary>A 400 as the model servers word it, for instance for a parameter they do not know.</summary>
    public static UpstreamReply BadRequest(string message) => Failure(400, "BadRequestError", message);

    /// <summary>A 429, with <c>Retry-After</c> if given.</summary>
    public static UpstreamReply RateLimited(string? retryAfter = null) =>
        retryAfter is null ? Error(429) : Error(429).WithHeader("Retry-After", retryAfter);

    /// <summary>An error with the body that NVIDIA's gateway, the model server or a proxy sends with that status.</summary>
    public static UpstreamReply Error(int status) => status switch
    {
        400 => BadRequest("The request could not be processed."),
        401 => Problem(401, "Unauthorized", "Authentication failed"),
        403 => Problem(403, "Forbidden", "Authorization failed"),
        404 => Problem(404, "Not Found", "Function 'unknown': Not found for account"),
        429 => Problem(429, "Too Many Requests", "Request rate limit exceeded"),
        500 => Failure(500, "InternalServerError", "EngineCore encountered an issue."),
        502 => GatewayPage(502, "Bad Gateway"),
        503 => Problem(503, "Service Unavailable", "ResourceExhausted: Worker local total request limit reached"),
        504 => GatewayPage(504, "Gateway Time-out"),
        _ => throw new ArgumentOutOfRangeException(
            nameof(status), status, $"No realistic body is known; use {nameof(Body)} and say what the body is."),
    };

    private static UpstreamReply Failure(int status, string type, string message) =>
        Body(status, Json, Encoding.UTF8.GetString(OpenAiJson.ToUtf8(OpenAiJson.Error(status, type, message))));

    private static UpstreamReply Problem(int status, string title, string detail) =>
        Body(status, "application/problem+json", Encoding.UTF8.GetString(OpenAiJson.ToUtf8(OpenAiJson.Problem(status, title, detail))));

    private static UpstreamReply GatewayPage(int status, string reason) => Body(
        status,
        "text/html",
        $"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n");
}
