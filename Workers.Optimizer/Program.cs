using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Optimizer;

return await new Role("Workers.Optimizer")
{
    Add = (services, configuration) => services.AddPipelineTransport(configuration).AddOptimizerWorker(),
}.RunAsync(args);
