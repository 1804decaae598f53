using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Persistence;
using Pipeline.TestKit;
using Pipeline.Workers.Nim.Quirks.Learning;

namespace Pipeline.Workers.Nim.Tests.Quirks.Learning;

/// <summary>A process that learns: with a database, with files, or with memory alone.</summary>
internal sealed class LearningHost(IHost host) : IAsyncDisposable
{
    public ILearntModels Models => host.Services.GetRequiredService<ILearntModels>();

    public static Task<LearningHost> WithDatabaseAsync(string connectionString, TimeProvider time) => StartAsync(time, "ConnectionStrings:Pipeline", connectionString);

    public static Task<LearningHost> WithFilesAsync(string directory, TimeProvider time) => StartAsync(time, "State:Directory", directory);

    public static Task<LearningHost> WithMemoryAsync(TimeProvider time) => StartAsync(time);

    /// <summary>Stops; what was learnt has been stored afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync().AsTask().Soon();
    }

    private static async Task<LearningHost> StartAsync(TimeProvider time, string? key = null, string? value = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddLogging().AddSingleton(time);
        if (key is not null)
        {
            builder.Configuration.AddInMemoryCollection([new(key, value)]);
            builder.Services.AddPipelinePersistence(builder.Configuration);
        }

        builder.Services.AddLearning();
        var host = builder.Build();
        await host.StartAsync();
        return new LearningHost(host);
    }
}
