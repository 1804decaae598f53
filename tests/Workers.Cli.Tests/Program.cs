using Pipeline.Workers.Cli.Tests.Running;

// Tests are run by the test host; started by itself, this is a worker with one run.
if (args is not [WorkerProgram.Verb, var run, var script]) return 2;

await WorkerProgram.RunAsync(Guid.Parse(run), script);
return 0;
