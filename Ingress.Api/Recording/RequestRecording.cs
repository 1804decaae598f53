using Microsoft.Extensions.Options;
using Pipeline.Persistence.RequestLog;

namespace Pipeline.Ingress.Recording;

/// <summary>Gives every <c>POST /v1/messages</c> its row in the request log, however it ends.</summary>
internal sealed class RequestRecording(RequestDelegate next, IRequestLog log, IOptions<RequestLogOptions> options, TimeProvider time)
{
    private static readonly PathString Messages = "/v1/messages";

    public async Task InvokeAsync(HttpContext http)
    {
        if (!IsMessage(http.Request))
        {
            await next(http);
            return;
        }

        var record = new RequestRecord(http, time, options.Value.Content);
        http.Record(record);
        try
        {
            await next(http);
        }
        finally
        {
            log.Add(record.ToEntry());
        }
    }

    private static bool IsMessage(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(Messages, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is "" or "/";
}
