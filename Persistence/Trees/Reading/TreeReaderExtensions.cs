using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>Registers what answers people's questions about trees.</summary>
public static class TreeReaderExtensions
{
    /// <summary>Adds <see cref="ITreeReader"/> where <see cref="PersistenceExtensions.AddPipelinePersistence"/> keeps state.</summary>
    public static IServiceCollection AddTreeReader(this IServiceCollection services) => services
        .AddMessageTreeState()
        .AddCliRunState()
        .AddSubmittedTaskState()
        .AddSingleton<ITreeReader>(provider => provider.GetService<IDbContextFactory<PipelineDbContext>>() is { } contexts
            ? new DatabaseTreeReader(contexts)
            : new StoredTreeReader(provider.GetRequiredService<IStateStore>()));
}
