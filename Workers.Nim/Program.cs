using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Nim;

return await new Role("Workers.Nim")
{
    Add = (services, configuration) => services.AddPipelineTransport(configuration).AddNimWorker(),
}.RunAsync(args);
