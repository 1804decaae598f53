using Pipeline.Ingress;
using Pipeline.Persistence;
using Pipeline.Persistence.RequestLog;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;

return await new Role("Ingress.Api")
{
    Add = (services, configuration) =>
    {
        // Files have one owner: processes that share no database note nothing.
        if (configuration.UsesDatabase()) services.AddPipelinePersistence(configuration).AddRequestLog(configuration);
        services.AddPipelineTransport(configuration).AddIngress();
    },
    Map = app => app.MapIngress(),
    ListenUrl = IngressUrl.From,
    Database = DatabaseNeed.Useful,
    WithoutDatabase = "requests are not logged, and dead letters stay on the broker until a role with a database collects them",
}.RunAsync(args);
