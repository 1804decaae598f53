using Microsoft.Extensions.Options;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State;

namespace Pipeline.Ingress.Tasks;

/// <summary>
/// Keeps the door to tasks shut unless clients must present a token, because who comes in runs commands on this machine, and where
/// there is no state to keep tasks in.
/// </summary>
internal sealed class TaskDoor(IOptions<IngressOptions> options, IServiceProviderIsService services, ILogger<TaskDoor> log) : IEndpointFilter
{
    private static readonly Failure Away = new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Type = ErrorTypes.Overloaded,
        Message = "The database, which keeps the tasks, cannot be reached at the moment.",
        RetryAfterSeconds = 5,
        Retryable = true,
    };

    private readonly string? _shut = string.IsNullOrEmpty(options.Value.AuthToken)
        ? "Tasks run commands on this machine, so they are only for clients that present a token: set ANTHROPIC_AUTH_TOKEN at this server to a long random value, restart it, and send that value as x-api-key or as a bearer token."
        : !services.IsService(typeof(IStateStore))
            ? "Tasks need a database that this server shares with Workers.Trees and Workers.Cli: set DATABASE_URL at all of them, or start Pipeline.Host instead, which needs none."
            : null;

    /// <exception cref="ApiException">403: the door is shut. 503: the database is away.</exception>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (_shut is not null) throw new ApiException(new Failure { Status = StatusCodes.Status403Forbidden, Type = ErrorTypes.Permission, Message = _shut });

        try
        {
            return await next(context);
        }
        catch (Exception fault) when (DatabaseOutages.IsOutage(fault) && !context.HttpContext.Response.HasStarted)
        {
            log.LogWarning("{RequestId}: the database cannot be reached: {Reason}", context.HttpContext.RequestId(), fault.Message);
            throw new ApiException(Away);
        }
    }
}
