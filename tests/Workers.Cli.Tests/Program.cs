using Pipeline.Workers.Cli.Tests.Running;

// Tests are run by the test host; started by itself, this is a worker with some runs.
switch (args)
{
    case [WorkerProgram.Verb, var run, .. var scripts]:
        await WorkerProgram.RunAsync(Guid.Parse(run), scripts);
        return 0;
    case [StarvedProgram.Verb, var run, var script]:
        await StarvedProgram.RunAsync(Guid.Parse(run), script);
        return 0;
    default:
        return 2;
}
