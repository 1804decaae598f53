using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Persistence;

/// <summary>Where state is kept: in PostgreSQL, or in files.</summary>
public static class PersistenceExtensions
{
    /// <summary>Name of the connection string; <c>DATABASE_URL</c> sets it.</summary>
    public const string ConnectionStringName = "Pipeline";

    /// <summary>
    /// Adds the database where <c>DATABASE_URL</c> names one: a pooled context factory, and the migrations at
    /// start, before any hosted service of the host. Without it state is kept in files. Call it before other
    /// hosted services are added, so that what keeps state stops after what changes it.
    /// </summary>
    /// <exception cref="PersistenceException"><c>DATABASE_URL</c> cannot be understood.</exception>
    public static IServiceCollection AddPipelinePersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDeadLetterStore(configuration);
        return configuration.UsesDatabase()
            ? services.AddDatabase(ConnectionString.Parse(configuration.GetConnectionString(ConnectionStringName)!))
            : services;
    }

    /// <summary>Whether state is kept in PostgreSQL; in files otherwise.</summary>
    public static bool UsesDatabase(this IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration.GetConnectionString(ConnectionStringName));

    private static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddPooledDbContextFactory<PipelineDbContext>(options => options.UsePipelineDatabase(connectionString));
        services.AddHostedService<DatabaseStart>();
        return services;
    }
}
