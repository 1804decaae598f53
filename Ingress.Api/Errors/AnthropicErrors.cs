using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Recording;

namespace Pipeline.Ingress.Errors;

/// <summary>Gives every response its <c>request-id</c> and every failure Anthropic's form.</summary>
internal sealed class AnthropicErrors(RequestDelegate next, ILogger<AnthropicErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers["request-id"] = http.RequestId();
        try
        {
            await next(http);
        }
        catch (Exception fault) when (ClientLeft(fault, http))
        {
            // Else Kestrel may try to read the rest of a request that never comes, and log that as its error.
            http.Record()?.ClientLeft();
            http.Abort();
            log.LogInformation("{RequestId}: the client left", http.RequestId());
            return;
        }
        catch (Exception fault) when (http.Response.BodyWriter.UnflushedBytes > 0)
        {
            // What is written cannot be taken back, and half an answer must not look like a whole one.
            http.Record()?.BrokeOff();
            log.LogError(fault, "{RequestId}: {Method} {Path} failed in the middle of its answer", http.RequestId(), http.Request.Method, http.Request.Path);
            http.Abort();
            return;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await ErrorBody.WriteAsync(http, Explain(fault, http));
            return;
        }

        if (!http.Response.HasStarted && EmptyStatus(http) is { } failure) await ErrorBody.WriteAsync(http, failure);
    }

    // A reset connection may be felt by a read before the request counts as aborted.
    private static bool ClientLeft(Exception fault, HttpContext http) =>
        fault is ConnectionResetException || (fault is OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    private Failure Explain(Exception fault, HttpContext http)
    {
        switch (fault)
        {
            case ApiException refused:
                return refused.Failure;

            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
                return new() { Status = 413, Type = ErrorTypes.RequestTooLarge, Message = $"The request is over the limit of {limit} bytes." };

            case BadHttpRequestException bad:
                return new() { Status = bad.StatusCode, Type = ErrorTypes.InvalidRequest, Message = bad.Message };

            default:
                log.LogError(fault, "{RequestId}: {Method} {Path} failed", http.RequestId(), http.Request.Method, http.Request.Path);
                return new()
                {
                    Status = 500,
                    Type = ErrorTypes.Api,
                    Message = $"Something failed here; the log says what, under {http.RequestId()}.",
                    Retryable = true,
                };
        }
    }

    private static Failure? EmptyStatus(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new()
        {
            Status = 404,
            Type = ErrorTypes.NotFound,
            Message = $"There is no {http.Request.Method} {http.Request.Path} here.",
        },
        StatusCodes.Status405MethodNotAllowed => new()
        {
            Status = 405,
            Type = ErrorTypes.InvalidRequest,
            Message = $"{http.Request.Path} does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.",
        },
        _ => null,
    };
}
