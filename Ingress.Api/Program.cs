using Pipeline.Ingress;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;

return await new Role("Ingress.Api")
{
    Add = (services, configuration) => services.AddPipelineTransport(configuration).AddIngress(),
    Map = app => app.MapIngress(),
    ListenUrl = IngressUrl.From,
    Database = DatabaseNeed.Useful,
}.RunAsync(args);
