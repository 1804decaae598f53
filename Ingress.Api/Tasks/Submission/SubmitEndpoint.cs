using Microsoft.Extensions.Options;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Messages;
using Pipeline.Ingress.Tasks.Viewing;

namespace Pipeline.Ingress.Tasks.Submission;

/// <summary><c>POST /v1/tasks</c>: takes a task, and streams it or says that it was taken.</summary>
internal sealed class SubmitEndpoint(Submissions submissions, TaskRecords tasks, TaskStreams streams, IOptions<IngressOptions> options)
{
    /// <exception cref="ApiException">The task is refused; nothing of it is stored.</exception>
    public async Task HandleAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var request = TaskRequestReader.Read(body);
        var nodeId = IdempotencyKey.NodeFor(http.Request, options.Value.AuthToken!);
        await submissions.SubmitAsync(nodeId, request, http.RequestAborted);

        // The same request may have come before, and its task have gone on.
        var node = await tasks.GetAsync(nodeId, http.RequestAborted);
        http.Response.Headers.Location = $"/v1/tasks/{TaskIds.Task(nodeId)}";
        if (request.Stream) await streams.ServeAsync(http, node, TaskEventId.None);
        else await Results.Json(TaskReceipt.Of(nodeId, node.TreeId, node.State), TaskJson.Readable.TaskReceipt, statusCode: StatusCodes.Status202Accepted).ExecuteAsync(http);
    }
}
