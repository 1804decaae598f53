using Pipeline.Contracts.Frames;

namespace Pipeline.Ingress.Errors;

/// <summary>Ends a request with an error in Anthropic's form, while no byte has been sent.</summary>
internal sealed class ApiException(Failure failure) : Exception(failure.Message)
{
    public Failure Failure { get; } = failure;

    /// <summary>A 404.</summary>
    public static ApiException NotFound(string message) =>
        new(new Failure { Status = 404, Type = ErrorTypes.NotFound, Message = message });

    /// <summary>A 400 whose message begins with the path of the field at fault, as Anthropic's do.</summary>
    public static ApiException InvalidRequest(string message) =>
        new(new Failure { Status = 400, Type = ErrorTypes.InvalidRequest, Message = message });
}
