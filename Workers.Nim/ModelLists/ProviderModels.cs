using Microsoft.Extensions.Logging;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>
/// The models that a provider lists: fetched when they are first of use, and anew after a while, behind the requests.
/// What was known last counts until then, and while the provider does not say.
/// </summary>
internal sealed class ProviderModels(ProviderProfile profile, Func<UpstreamClient> client, TimeSpan refreshInterval, TimeProvider time, ILogger log)
{
    // A provider that fails to answer now is asked again soon, but not by every request.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Dictionary<string, ListedModel> _models = new(StringComparer.Ordinal);
    private Task _fetching = Task.CompletedTask;
    private long? _fetchedAt;
    private TimeSpan _validFor;

    /// <summary>What is known of one model at once; null where nothing is.</summary>
    public ListedModel? Find(string id)
    {
        _ = RefreshAsync();
        return _models.GetValueOrDefault(id);
    }

    /// <summary>All that is known.</summary>
    public IReadOnlyCollection<ListedModel> Known => _models.Values;

    /// <summary>Waits until the list has been fetched, where none is known or it is too old.</summary>
    public Task RefreshedAsync(CancellationToken cancellationToken) => RefreshAsync().WaitAsync(cancellationToken);

    private Task RefreshAsync()
    {
        lock (_gate)
        {
            if (!_fetching.IsCompleted || (_fetchedAt is { } at && time.GetElapsedTime(at) < _validFor)) return _fetching;

            return _fetching = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        var problem = "it has no list";
        foreach (var address in profile.ModelLists)
        {
            try
            {
                using var limit = new CancellationTokenSource(Patience, time);
                var models = ModelList.Parse(await client().GetAsync(address, limit.Token));
                _models = models.ToDictionary(model => model.Id, StringComparer.Ordinal);
                Fetched(refreshInterval);
                return;
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or FormatException or IOException)
            {
                problem = Redaction.Apply(fault.Message, profile.Secrets);
            }
        }

        // A provider that has gone may be missed by its requests; that it has no list is no fault.
        log.LogInformation("{Provider} does not list its models: {Reason}", profile.DisplayName, problem);
        Fetched(RetryInterval);
    }

    private void Fetched(TimeSpan validFor)
    {
        lock (_gate) (_fetchedAt, _validFor) = (time.GetTimestamp(), validFor);
    }
}
