using Pipeline.Ingress;
using Pipeline.Transport.Hosting;

return await new Role("Ingress.Api")
{
    Add = builder => builder.Services.AddIngress(),
    Map = app => app.MapIngress(),
    ListenUrl = IngressUrl.From,
}.RunAsync(args);
