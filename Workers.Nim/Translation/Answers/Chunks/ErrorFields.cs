using System.Globalization;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Gathers what an upstream says of an error, under the names that the servers use for it.</summary>
internal struct ErrorFields
{
    private const int MaxMessageLength = 2_000;

    private string? _message;
    private string? _type;
    private string? _code;
    private int? _status;

    public readonly bool HasMessage => !string.IsNullOrEmpty(_message);

    /// <summary>Reads the value of an <c>error</c> property: an object, a text, or nothing.</summary>
    public static UpstreamError? Read(ref JsonCursor json)
    {
        var fields = default(ErrorFields);
        if (json.Text() is { Length: > 0 } text)
        {
            fields._message = text;
            return fields.ToError();
        }

        if (!json.EnterObject()) return null;

        while (json.NextProperty()) fields.Take(ref json);
        return fields.ToError();
    }

    /// <summary>Takes the current property if it tells something of an error.</summary>
    public void Take(ref JsonCursor json)
    {
        if (json.Is("message"u8)) _message = json.TextOrRaw() ?? _message;
        else if (json.Is("detail"u8) || json.Is("title"u8)) _message ??= json.TextOrRaw();
        else if (json.Is("type"u8)) _type = json.Text() ?? _type;
        else if (json.Is("code"u8)) TakeCode(ref json);
        else if (json.Is("status"u8) || json.Is("status_code"u8)) _status = AsStatus(json.Integer()) ?? _status;
    }

    public readonly UpstreamError ToError()
    {
        var message = HasMessage ? _message! : "The upstream reported an error without saying which.";
        return new UpstreamError(_status ?? StatusOf(_code) ?? StatusOf(_type), Shortened(message));
    }

    public static string Shortened(string text) =>
        text.Length <= MaxMessageLength ? text : string.Concat(text.AsSpan(0, MaxMessageLength), "…");

    private void TakeCode(ref JsonCursor json)
    {
        var text = json.Text();
        var number = json.Integer()
            ?? (int.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : null);
        _status ??= AsStatus(number);
        if (number is null) _code = text;
    }

    // The code is the closer one: OpenAI calls a wrong key an invalid request of the code invalid_api_key.
    private static int? StatusOf(string? name) => name switch
    {
        "invalid_request_error" or "BadRequestError" or "context_length_exceeded" => 400,
        "authentication_error" or "AuthenticationError" or "invalid_api_key" => 401,
        "permission_error" or "PermissionDeniedError" => 403,
        "not_found_error" or "NotFoundError" or "model_not_found" => 404,
        "request_too_large" => 413,
        "rate_limit_error" or "RateLimitError" or "rate_limit_exceeded" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => null,
    };

    private static int? AsStatus(int? number) => number is >= 400 and <= 599 ? number : null;
}
