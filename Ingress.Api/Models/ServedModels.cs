using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Models;

namespace Pipeline.Ingress.Models;

/// <summary>
/// What the workers say their providers serve: asked for when somebody wants to know, and kept for a while. While
/// no worker answers, what was known last counts.
/// </summary>
internal sealed class ServedModels(IServiceScopeFactory scopes, TimeProvider time, ILogger<ServedModels> log) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 3);

    private readonly SemaphoreSlim _asking = new(1);
    private IReadOnlyList<ServedModel> _models = [];
    private DateTimeOffset _validUntil;

    public async Task<IReadOnlyList<ServedModel>> GetAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() < _validUntil) return _models;

            await AskAsync(cancellationToken);
            _validUntil = time.GetUtcNow() + KeptFor;
            return _models;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var workers = scope.ServiceProvider.GetRequiredService<IRequestClient<ListModels>>();
            var response = await workers.GetResponse<ModelsListed>(new ListModels(), cancellationToken, Patience);
            _models = response.Message.Models;
        }
        catch (RequestException fault)
        {
            log.LogWarning("No worker said which models there are: {Reason}", fault.Message);
        }
    }
}
