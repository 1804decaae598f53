using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Nim;

return await new Role("Workers.Nim")
{
    Add = (services, configuration) =>
    {
        // Files have one owner: workers that share no database share no limits, and remember what they learn while they run.
        if (configuration.UsesDatabase()) services.AddPipelinePersistence(configuration);
        services.AddPipelineTransport(configuration).AddNimWorker(configuration);
    },
    Database = DatabaseNeed.Useful,
    WithoutDatabase = "each worker keeps the providers' limits by itself, and forgets at its end what it has learnt of models",
}.RunAsync(args);
