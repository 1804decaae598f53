using Pipeline.Persistence.Tests.State.Hosting;

// Tests are run by the test host; started by itself, this is the host that they kill.
if (args is not [AcknowledgingHost.Verb, var directory]) return 2;

await AcknowledgingHost.RunAsync(directory);
return 0;
