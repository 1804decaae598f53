using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Persistence;
using Pipeline.Persistence.Coordination;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Processes;

/// <summary>The shared documents of a database, as a role has them.</summary>
internal sealed class BudgetDatabase : IAsyncDisposable
{
    private readonly IHost _host;

    private BudgetDatabase(IHost host) => _host = host;

    public ISharedDocuments Documents => _host.Services.GetRequiredService<ISharedDocuments>();

    public static async Task<BudgetDatabase> OpenAsync(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Pipeline", connectionString)]);
        builder.Services.AddLogging().AddPipelinePersistence(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new BudgetDatabase(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
