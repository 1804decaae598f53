using Pipeline.Ingress.Errors;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;
using Pipeline.Contracts.Trees;
using Pipeline.Transport.Viewing;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>Answers with a task's transcript. A client that leaves ends its stream and nothing else.</summary>
internal sealed class TaskStreams(
    Viewers viewers,
    TaskRecords tasks,
    ITranscriptStore transcripts,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<TaskStream> log)
{
    private const string LastEventId = "Last-Event-ID";
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary><c>GET /v1/tasks/{id}/events</c>: from where <c>Last-Event-ID</c> says, else from the start as far as it is kept.</summary>
    /// <exception cref="ApiException">404: there is no such task. 400: the id is none of an event.</exception>
    public async Task HandleAsync(HttpContext http, string id)
    {
        var node = await tasks.GetAsync(TaskIds.TaskOf(id), http.RequestAborted);
        var after = TaskEventId.None;
        if (http.Request.Headers[LastEventId].ToString() is { Length: > 0 } last && !TaskEventId.TryParse(last, out after))
            throw ApiException.InvalidRequest($"{LastEventId}: must be the id of an event of this task");

        // What makes a browser's EventSource not come again.
        if (node.State.IsFinished() && after >= TaskEventId.OfChange(node.Runs, node.Version)) http.Response.StatusCode = StatusCodes.Status204NoContent;
        else await ServeAsync(http, node, after);
    }

    /// <summary>Streams a task until it has finished.</summary>
    public async Task ServeAsync(HttpContext http, TreeNode node, TaskEventId after)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["x-accel-buffering"] = "no";
        using var viewer = viewers.Open(node.Id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var output = new TaskEvents(http.Response.BodyWriter);
        try
        {
            // With its headers, as the first event may be a while away.
            await http.Response.Body.FlushAsync(end.Token);
            await new TaskStream(tasks, transcripts, viewer, output, time, log).RunAsync(node, after, end.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            output.WriteError($"The server is stopping; the task goes on. GET /v1/tasks/{TaskIds.Task(node.Id)}/events continues this stream.");
            using var limit = new CancellationTokenSource(Farewell, time);
            await output.FlushAsync(limit.Token);
        }
    }
}
