using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Persistence;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Workers.Telegram.Tests.State;

/// <summary>A place for state, and the hosts that keep theirs there.</summary>
internal sealed class StatePlace : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly TemporaryDirectory? _directory;
    private readonly TestDatabase? _database;
    private readonly TemporaryDirectory _workspace = new("workspace");

    private StatePlace(TemporaryDirectory? directory, TestDatabase? database) => (_directory, _database) = (directory, database);

    public static async Task<StatePlace> CreateAsync(Backend backend) => backend == Backend.Files
        ? new StatePlace(new TemporaryDirectory("telegram"), null)
        : new StatePlace(null, await TestDatabase.CreateAsync());

    /// <summary>The settings that name it.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Settings =>
    [
        new("State:Directory", _directory?.Path),
        new("ConnectionStrings:Pipeline", _database?.ConnectionString),
    ];

    /// <summary>The database that it is in; null where it is in files.</summary>
    public TestDatabase? Database => _database;

    /// <summary>A directory for agents to work in.</summary>
    public string Workspace => _workspace.Path;

    /// <summary>The store of a new host. With files a directory has one host at a time: the one before is stopped.</summary>
    public async Task<IStateStore> OpenAsync(TimeProvider time)
    {
        if (_directory is not null) await CloseAsync();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddLogging().AddSingleton(time).AddPipelinePersistence(builder.Configuration).AddTelegramState();
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host.Services.GetRequiredService<IStateStore>();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory?.Dispose();
        _workspace.Dispose();
        if (_database is not null) await _database.DisposeAsync();
    }

    /// <summary>Stops the hosts whose stores were opened.</summary>
    public async Task CloseAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync().AsTask().Soon();
        }

        _hosts.Clear();
    }
}
