using Pipeline.Transport.Hosting;
using Pipeline.Workers.Nim;

return await new Role("Workers.Nim")
{
    Add = builder => builder.Services.AddNimWorker(),
}.RunAsync(args);
