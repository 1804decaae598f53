using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Trees;

return await new Role("Workers.Trees")
{
    Add = (services, configuration) => services
        .AddPipelinePersistence(configuration)
        .AddPipelineTransport(configuration)
        .AddTreesWorker(configuration),
    Database = DatabaseNeed.Required,
}.RunAsync(args);
