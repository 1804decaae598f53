using Pipeline.Workers.Nim.Tests.RateBudget.Processes;

// Tests are run by the test host; started by itself, this is one of the workers that share a budget.
if (args is not [CallingWorker.Verb, .. var settings]) return 2;

await CallingWorker.RunAsync(settings);
return 0;
