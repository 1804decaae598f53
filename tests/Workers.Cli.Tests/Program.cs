using Pipeline.Workers.Cli.Tests.Running;

// Tests are run by the test host; started by itself, this is a worker with some runs.
if (args is not [WorkerProgram.Verb, var run, .. var scripts]) return 2;

await WorkerProgram.RunAsync(Guid.Parse(run), scripts);
return 0;
