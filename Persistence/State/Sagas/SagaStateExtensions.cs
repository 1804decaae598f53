using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Persistence.State.Sagas;

/// <summary>Where the instances of sagas are kept.</summary>
public static class SagaStateExtensions
{
    /// <summary>
    /// Keeps a saga's instances with all other state. The saga's endpoint must use
    /// <see cref="StateTransactionExtensions.UseStateTransaction"/>; in PostgreSQL its class needs a mapping.
    /// </summary>
    /// <param name="services">The services; the saga itself is registered on them or on the bus.</param>
    /// <param name="name">Name of its records in files; it must never change.</param>
    public static IServiceCollection AddSagaState<TSaga>(this IServiceCollection services, string name)
        where TSaga : class, ISaga
    {
        services.AddState<TSaga>(name, saga => saga.CorrelationId);
        services.RegisterSagaRepository<TSaga, IStateSession, SagaConsumeContextFactory<IStateSession, TSaga>, StateSagaRepositoryContextFactory<TSaga>>();
        return services;
    }
}
