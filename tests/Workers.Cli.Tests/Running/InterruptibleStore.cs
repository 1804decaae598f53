using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A store that a test takes away for a while.</summary>
internal sealed class InterruptibleStore
{
    private volatile bool _isAway;
    private volatile bool _takesTranscripts = true;

    /// <summary>Whether it refuses everything.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <summary>Whether it takes events of transcripts while it is there.</summary>
    public bool TakesTranscripts
    {
        get => _takesTranscripts;
        set => _takesTranscripts = value;
    }

    /// <summary>Puts itself before the stores of a host.</summary>
    public void Interrupt(IServiceCollection services)
    {
        Replace<IStateStore>(services, store => new States(this, store));
        Replace<ITranscriptStore>(services, store => new Transcripts(this, store));
    }

    private static void Replace<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var real = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(real);
        services.AddSingleton(provider => wrap((T)(real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))));
    }

    private void Check()
    {
        if (IsAway) throw new IOException("The store is away.");
    }

    private sealed class States(InterruptibleStore outage, IStateStore store) : IStateStore
    {
        public Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
            where T : class => store.ReadAsync<T>(key, cancellationToken);

        public Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
            where T : class => store.ReadAllAsync(predicate, cancellationToken);

        public Task ChangeAsync(Func<IStateChange, Task> change, CancellationToken cancellationToken)
        {
            outage.Check();
            return store.ChangeAsync(change, cancellationToken);
        }
    }

    private sealed class Transcripts(InterruptibleStore outage, ITranscriptStore store) : ITranscriptStore
    {
        public Task AppendAsync(Guid nodeId, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
        {
            outage.Check();
            if (!outage.TakesTranscripts) throw new InvalidOperationException("It takes no transcripts.");
            return store.AppendAsync(nodeId, events, cancellationToken);
        }

        public IAsyncEnumerable<StoredEvent> ReadAsync(Guid nodeId, TranscriptPosition after, CancellationToken cancellationToken) =>
            store.ReadAsync(nodeId, after, cancellationToken);

        public Task<StoredEvent?> LastAsync(Guid nodeId, CancellationToken cancellationToken) => store.LastAsync(nodeId, cancellationToken);

        public Task DeleteAsync(IReadOnlyCollection<Guid> nodeIds, CancellationToken cancellationToken) => store.DeleteAsync(nodeIds, cancellationToken);
    }
}
