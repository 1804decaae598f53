using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.DeadLetters;

return await new Role("Workers.DeadLetters")
{
    Add = (services, configuration) => services
        .AddPipelinePersistence(configuration)
        .AddPipelineTransport(configuration)
        .AddDeadLettersWorker(configuration),
    Database = DatabaseNeed.Required,
}.RunAsync(args);
