using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.RequestLog.Database;
using Pipeline.Persistence.RequestLog.Files;
using Pipeline.Persistence.RequestLog.Writing;

namespace Pipeline.Persistence.RequestLog;

/// <summary>Adds the request log, for the role that answers requests.</summary>
public static class RequestLogExtensions
{
    private const string Directory = "requests";

    /// <summary>
    /// Notes requests where persistence keeps state: in the database, or in <c>requests/</c> of the state
    /// directory. Call it after <see cref="PersistenceExtensions.AddPipelinePersistence"/> and before the roles
    /// are added, so that what they note while they stop is written.
    /// </summary>
    public static IServiceCollection AddRequestLog(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(RequestLogOptions.Section);
        services.AddOptions<RequestLogOptions>().Bind(section).ValidateDataAnnotations();
        services.AddSingleton(provider => Store(provider, configuration));
        services.AddSingleton<IRequestLogReader>(provider => provider.GetRequiredService<IRequestStore>());
        if (!(section.Get<RequestLogOptions>() ?? new RequestLogOptions()).Enabled) return services;

        services.AddSingleton<RequestLogWriter>();
        services.AddSingleton<IRequestLog>(provider => provider.GetRequiredService<RequestLogWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<RequestLogWriter>());
        services.AddHostedService<RequestRetention>();
        return services;
    }

    private static IRequestStore Store(IServiceProvider provider, IConfiguration configuration) => configuration.UsesDatabase()
        ? new DatabaseRequestStore(provider.GetRequiredService<IDbContextFactory<PipelineDbContext>>())
        : new FileRequestStore(StateDirectory.Configured(configuration).Path(Directory));
}
