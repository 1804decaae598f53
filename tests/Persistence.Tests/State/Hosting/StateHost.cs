using MassTransit;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State;
using Pipeline.Persistence.State.Files;
using Pipeline.Persistence.State.Sagas;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>A host with an in-memory bus and consumers that change state.</summary>
internal sealed class StateHost : IAsyncDisposable
{
    private readonly IHost _host;

    private StateHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IStateStore Store => Services.GetRequiredService<IStateStore>();

    public Receipts Receipts => Services.GetRequiredService<Receipts>();

    public Observations Observations => Services.GetRequiredService<Observations>();

    public BrokenSends Sends => Services.GetRequiredService<BrokenSends>();

    public LogLines Log => Services.GetRequiredService<LogLines>();

    /// <summary>Starts a host on what the settings name.</summary>
    public static async Task<StateHost> StartAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, bool observing = true, bool sending = true, Uri? broker = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<LogLines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.ConfigureDbContext<PipelineDbContext>(options => options.ReplaceService<IModelCustomizer, TestModel>());
        AddConsumers(builder.Services, broker);

        var host = new StateHost(builder.Build());
        if (observing) host.Observations.Open.SetResult();
        host.Sends.AreBroken = !sending;
        await host._host.StartAsync();
        return host;
    }

    public Task DepositAsync(string account, int amount, Guid? messageId = null) => SendAsync("deposits", new Deposit(account, amount), messageId);

    public Task IncrementAsync(Guid counter) => SendAsync("counters", new Increment(counter), messageId: null);

    public async Task SendAsync<T>(string queue, T message, Guid? messageId)
        where T : class
    {
        var endpoint = await Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(message, context => context.MessageId = messageId ?? context.MessageId);
    }

    public async Task<int?> BalanceAsync(string account) => (await Store.ReadAsync<Account>(account, default))?.Balance;

    /// <summary>How many batches are in the outbox of the files.</summary>
    public async Task<int> PendingAsync() => (await Services.GetRequiredService<FileState>().OpenAsync()).State.Image.Pending().Count;

    /// <summary>Stops; consumers that are under way are cancelled.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Observations.Open.TrySetResult();
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    private static void AddConsumers(IServiceCollection services, Uri? broker)
    {
        services.AddState<Account>("account", account => account.Name);
        services.AddSagaState<Counter>("counter");
        services.AddSingleton<Observations>().AddSingleton<Crossing>().AddSingleton<Receipts>().AddSingleton<BrokenSends>().AddSingleton<Acknowledgements>();
        services.AddReceiveObserver(provider => provider.GetRequiredService<Receipts>());
        services.AddReceiveObserver(provider => provider.GetRequiredService<Acknowledgements>());
        services.AddSendObserver(provider => provider.GetRequiredService<BrokenSends>());

        // Sent before the queues are bound, a message would be lost on a broker.
        services.Configure<MassTransitHostOptions>(options =>
        {
            options.WaitUntilStarted = true;
            options.ConsumerStopTimeout = TimeSpan.FromMilliseconds(500);
        });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<DepositConsumer, DepositConsumerDefinition>();
            bus.AddConsumer<TransferConsumer, TransferConsumerDefinition>();
            bus.AddConsumer<Observer, ObserverDefinition>();
            bus.AddConsumer<Trees, TreesDefinition>();
            bus.AddSagaStateMachine<CounterMachine, Counter, CounterDefinition>();
            if (broker is null) bus.UsingInMemory((context, configurator) => configurator.ConfigureEndpoints(context));
            else bus.UsingRabbitMq((context, configurator) =>
            {
                configurator.Host(broker);
                configurator.ConfigureEndpoints(context);
            });
        });
    }
}
