using Pipeline.Ingress.Security;
using Pipeline.Ingress.Tasks.Control;
using Pipeline.Ingress.Tasks.Submission;
using Pipeline.Ingress.Tasks.Trees;
using Pipeline.Ingress.Tasks.Viewing;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Trees.Reading;
using Pipeline.Transport.Viewing;

namespace Pipeline.Ingress.Tasks;

/// <summary>Tasks over HTTP: Claude Code runs what clients submit, tree by tree.</summary>
internal static class TaskRoutes
{
    /// <summary>Adds the door to tasks. It opens where clients must present a token and state is kept; else it says why it is shut.</summary>
    public static IServiceCollection AddTasks(this IServiceCollection services)
    {
        services.AddSubmittedTaskState().AddTreeReader();
        services.AddSingleton<TaskRecords>().AddSingleton<TaskCommands>().AddSingleton<NodeWait>();
        services.AddSingleton<Submissions>().AddSingleton<SubmitEndpoint>().AddSingleton<ControlEndpoint>().AddSingleton<TreesEndpoint>();
        return services.AddSingleton<TaskStreams>().AddViewers();
    }

    /// <summary>Maps the routes. What they need is asked for behind the door: where that is shut, it may not be there.</summary>
    public static void MapTasks(this WebApplication app)
    {
        var door = app.MapGroup("").AddEndpointFilter<ClientToken>().AddEndpointFilter<TaskDoor>();
        door.MapPost("/v1/tasks", (HttpContext http) => Get<SubmitEndpoint>(http).HandleAsync(http));
        door.MapGet("/v1/tasks/{id}", async (string id, HttpContext http) =>
        {
            var tasks = Get<TaskRecords>(http);
            return Results.Json(await tasks.ViewAsync(await tasks.GetAsync(TaskIds.TaskOf(id), http.RequestAborted), http.RequestAborted), TaskJson.Readable.TaskView);
        });
        door.MapGet("/v1/tasks/{id}/events", (string id, HttpContext http) => Get<TaskStreams>(http).HandleAsync(http, id));
        door.MapDelete("/v1/tasks/{id}", (string id, string? branch, HttpContext http) => Get<ControlEndpoint>(http).StopAsync(id, branch, http.RequestAborted));
        door.MapPost("/v1/tasks/{id}/resume", (string id, HttpContext http) => Get<ControlEndpoint>(http).ResumeAsync(id, http.RequestAborted));
        door.MapPost("/v1/tasks/{id}/retry", (string id, HttpContext http) => Get<ControlEndpoint>(http).RetryAsync(id, http.RequestAborted));
        door.MapPost("/stop", (HttpContext http, CancellationToken aborted) => Get<ControlEndpoint>(http).StopAllAsync(aborted));
        door.MapGet("/v1/trees", (string? limit, string? after_id, string? before_id, HttpContext http) =>
            Get<TreesEndpoint>(http).ListAsync(limit, after_id, before_id, http.RequestAborted));
        door.MapGet("/v1/stats", (HttpContext http, CancellationToken aborted) => Get<TreesEndpoint>(http).StatisticsAsync(aborted));
        door.MapGet("/v1/trees/{id}", (string id, HttpContext http) => Get<TreesEndpoint>(http).GetAsync(id, http.RequestAborted));
        door.MapDelete("/v1/trees/{id}", (string id, HttpContext http) => Get<ControlEndpoint>(http).ClearAsync(id, http.RequestAborted));
    }

    private static T Get<T>(HttpContext http)
        where T : class => http.RequestServices.GetRequiredService<T>();
}
