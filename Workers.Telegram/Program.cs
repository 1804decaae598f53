using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Telegram;

return await new Role("Workers.Telegram")
{
    Add = (services, configuration) => services
        .AddPipelinePersistence(configuration)
        .AddPipelineTransport(configuration)
        .AddTelegramWorker(configuration),
    Database = DatabaseNeed.Required,
}.RunAsync(args);
