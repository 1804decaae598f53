using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Cli;

return await new Role("Workers.Cli")
{
    Add = (services, configuration) => services
        .AddPipelinePersistence(configuration)
        .AddPipelineTransport(configuration)
        .AddCliWorker(configuration),
    Database = DatabaseNeed.Required,
}.RunAsync(args);
