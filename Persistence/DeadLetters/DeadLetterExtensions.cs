using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.DeadLetters.Database;
using Pipeline.Persistence.DeadLetters.Files;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.DeadLetters;

/// <summary>Registers the store of dead letters.</summary>
internal static class DeadLetterExtensions
{
    private const string DirectoryName = "dead-letters";

    /// <summary>Adds the store, in the database where there is one, else in the state directory.</summary>
    public static IServiceCollection AddDeadLetterStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeadLetterBounds>().BindConfiguration(DeadLetterBounds.Section);
        return configuration.UsesDatabase()
            ? services.AddSingleton<IDeadLetterStore>(provider => new DatabaseDeadLetterStore(
                provider.GetRequiredService<IDbContextFactory<PipelineDbContext>>(),
                provider.GetRequiredService<IOptions<DeadLetterBounds>>().Value,
                provider.GetRequiredService<TimeProvider>()))
            : services.AddSingleton<IDeadLetterStore>(provider => new FileDeadLetterStore(
                provider.GetRequiredService<StateDirectory>().Path(DirectoryName),
                provider.GetRequiredService<IOptions<DeadLetterBounds>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<FileDeadLetterStore>>()));
    }
}
