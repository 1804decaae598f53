using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Models;

/// <summary>
/// What the workers say their providers serve: asked for when somebody wants to know, and kept for a while. While
/// no worker answers, what was known last counts.
/// </summary>
internal sealed class ServedModels(IServiceScopeFactory scopes, ITransportState transport, TimeProvider time, ILogger<ServedModels> log) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    // Workers that are only just starting answer soon.
    private static readonly TimeSpan KeptWithoutAnswer = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _asking = new(1);
    private IReadOnlyList<ServedModel> _models = [];
    private DateTimeOffset _validUntil;

    public async Task<IReadOnlyList<ServedModel>> GetAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() < _validUntil) return _models;

            var isAnswered = transport.Trouble is null && await TryAskAsync(cancellationToken);
            _validUntil = time.GetUtcNow() + (isAnswered ? KeptFor : KeptWithoutAnswer);
            return _models;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<bool> TryAskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var workers = scope.ServiceProvider.GetRequiredService<IRequestClient<ListModels>>();

            // A broker that holds publishers back heeds neither the token nor the request's own timeout.
            var response = await workers.GetResponse<ModelsListed>(new ListModels(), cancellationToken, RequestTimeout.After(s: (int)Patience.TotalSeconds))
                .WaitAsync(2 * Patience, time, cancellationToken);
            _models = response.Message.Models;
            return true;
        }
        catch (Exception fault) when (fault is RequestException or TimeoutException)
        {
            log.LogWarning("No worker said which models there are: {Reason}", fault.Message);
            return false;
        }
    }
}
