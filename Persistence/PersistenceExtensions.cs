using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Persistence.Coordination;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.State;
using Pipeline.Persistence.State.Files;
using Pipeline.Persistence.State.Consuming;
using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.State.Postgres;
using Pipeline.Persistence.State.Postgres.Outbox;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Persistence;

/// <summary>Where state is kept: in PostgreSQL, or in files.</summary>
public static class PersistenceExtensions
{
    /// <summary>Name of the connection string; <c>DATABASE_URL</c> sets it.</summary>
    public const string ConnectionStringName = "Pipeline";

    // RABBITMQ_URL: without a broker the bus is in memory, which keeps nothing.
    private const string BrokerUrl = "RabbitMq:Url";

    /// <summary>
    /// Adds <see cref="IStateStore"/>, state transactions, <see cref="ITranscriptStore"/>, and <see cref="StateDirectory"/>. Where
    /// <c>DATABASE_URL</c> names a database: a pooled context factory, <see cref="ISharedDocuments"/>, and the
    /// migrations at start, before any hosted service of the host. Without it state is kept in files, and the host owns the state directory.
    /// Call it before other hosted services are added, so that what keeps state stops after what changes it.
    /// </summary>
    /// <exception cref="PersistenceException"><c>DATABASE_URL</c> cannot be understood.</exception>
    public static IServiceCollection AddPipelinePersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDeadLetterStore(configuration);
        services.AddTranscriptStore(configuration);
        services.AddSingleton(_ => StateDirectory.Configured(configuration));
        if (configuration.UsesDatabase()) services.AddDatabase(configuration);
        else services.AddFiles();

        services.AddSingleton<IStateStore, StateStore>();
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<GivenUpMessages>();
        services.AddSingleton<UndeliveredTasks>();
        services.AddSingleton<TransactionStart>();
        services.AddSingleton<BusStarted>();
        services.AddBusObserver(provider => provider.GetRequiredService<BusStarted>());
        services.AddHostedService<StateSweeper>();
        return services;
    }

    /// <summary>Whether state is kept in PostgreSQL; in files otherwise.</summary>
    public static bool UsesDatabase(this IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration.GetConnectionString(ConnectionStringName));

    private static void AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = ConnectionString.Parse(configuration.GetConnectionString(ConnectionStringName)!);
        services.AddPooledDbContextFactory<PipelineDbContext>(options => options.UsePipelineDatabase(connectionString));
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton<IStateBackend, PostgresState>();
        services.AddSingleton<ISharedDocuments, DatabaseSharedDocuments>();
        if (string.IsNullOrEmpty(configuration[BrokerUrl])) services.AddInMemoryOutbox();
        else services.AddSingleton<IOutboxTable, BrokerOutbox>();
    }

    private static void AddInMemoryOutbox(this IServiceCollection services)
    {
        services.AddSingleton<InMemoryOutbox>().AddSingleton<IOutboxTable>(provider => provider.GetRequiredService<InMemoryOutbox>());
        services.AddReceiveObserver(provider => new ConsumedObserver(provider.GetRequiredService<InMemoryOutbox>()));
    }

    private static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<StateTypes>();
        services.AddSingleton<FileState>();
        services.AddSingleton<IStateBackend>(provider => provider.GetRequiredService<FileState>());
        services.AddHostedService<FileStateStart>();
        services.AddReceiveObserver(provider => new ConsumedObserver(provider.GetRequiredService<FileState>()));
    }
}
