using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.LearntModels;
using Pipeline.Persistence.State;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Quirks.Learning;

/// <summary>What a worker needs to learn from its upstreams.</summary>
internal static class LearningExtensions
{
    /// <summary>
    /// Adds <see cref="ILearntModels"/>, kept in the state where the host has <see cref="IStateStore"/> and in
    /// memory alone where not, and the calibration of token counts.
    /// </summary>
    public static IServiceCollection AddLearning(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLearntModelState();
        services.AddSingleton<ILearntModels>(provider => new LearntModels(
            provider.GetService<IStateStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LearntModels>>()));
        services.AddSingleton<TokenCalibration>();
        return services;
    }
}
