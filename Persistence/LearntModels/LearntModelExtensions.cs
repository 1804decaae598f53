using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.LearntModels;

/// <summary>Registers what is learnt of models as state.</summary>
public static class LearntModelExtensions
{
    /// <summary>Makes <see cref="LearntModelState"/> a kind of state; of no effect where no state is kept.</summary>
    public static IServiceCollection AddLearntModelState(this IServiceCollection services) =>
        services.AddState<LearntModelState>("learnt_model", state => state.Model);
}
