using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.LearntModels;
using Pipeline.Persistence.State;
using Pipeline.Workers.Nim.Quirks.Complaints;

namespace Pipeline.Workers.Nim.Quirks.Learning;

/// <summary>
/// Keeps what is learnt in memory, and where state is kept also there. Reading and storing happen behind the
/// requests; a store that is away costs them nothing but what it knows.
/// </summary>
/// <param name="store">The state; null where none is kept, and memory is all there is.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears once of each outage.</param>
internal sealed class LearntModels(IStateStore? store, TimeProvider time, ILogger<LearntModels> log) : ILearntModels, IAsyncDisposable
{
    /// <summary>Pause between two looks at what other workers have stored: 30 s.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstLookPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, LearntModel> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LearntModel> _unsaved = new(StringComparer.Ordinal);
    private Task _work = Task.CompletedTask;
    private Task? _firstLook;
    private long _lookedAt;
    private bool _mustLook;
    private bool _isWorking;
    private bool _isOut;

    /// <inheritdoc/>
    public ValueTask<LearntModel> FindAsync(ModelReference model, CancellationToken cancellationToken)
    {
        if (store is null) return new(Known($"{model}"));

        LookIfDue();
        return _firstLook!.IsCompleted ? new(Known($"{model}")) : FindAfterFirstLookAsync(model, cancellationToken);
    }

    /// <inheritdoc/>
    public void Learn(ModelReference model, Complaint complaint)
    {
        var learnt = LearntModel.Nothing.With(complaint, time.GetUtcNow());
        if (ReferenceEquals(learnt, LearntModel.Nothing)) return;

        var key = model.ToString();
        Merge(_models, key, learnt);
        if (store is null) return;

        Merge(_unsaved, key, learnt);
        lock (_gate) Work();
    }

    /// <summary>What was learnt last is given a moment to be stored.</summary>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate) work = _work;
        await Task.WhenAny(work, Task.Delay(StopPatience, time, CancellationToken.None));
        await _stop.CancelAsync();
        await work;
        _stop.Dispose();
    }

    private LearntModel Known(string model) =>
        _models.TryGetValue(model, out var known) ? known.At(time.GetUtcNow()) : LearntModel.Nothing;

    private async ValueTask<LearntModel> FindAfterFirstLookAsync(ModelReference model, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_firstLook!, Task.Delay(FirstLookPatience, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return Known($"{model}");
    }

    private void LookIfDue()
    {
        lock (_gate)
        {
            if (_firstLook is not null && time.GetElapsedTime(_lookedAt) < RefreshInterval) return;

            _lookedAt = time.GetTimestamp();
            _mustLook = true;
            Work();
            _firstLook ??= _work;
        }
    }

    /// <summary>Starts the background work unless it is under way; then it finds by itself what has come up.</summary>
    private void Work()
    {
        if (_isWorking) return;

        _isWorking = true;
        _work = Task.Run(WorkAsync, CancellationToken.None);
    }

    private async Task WorkAsync()
    {
        try
        {
            while (Next() is { } step) await step(_stop.Token);
        }
        catch (Exception fault)
        {
            bool isNews;
            lock (_gate) (isNews, _isOut, _isWorking) = (!_isOut, true, false);
            if (isNews && !_stop.IsCancellationRequested)
                log.LogWarning(fault, "What is learnt of models can be neither read nor stored now; memory serves, and it is tried again");
        }
    }

    /// <summary>What is to be done; null, and the work ends, where nothing is.</summary>
    private Func<CancellationToken, Task>? Next()
    {
        lock (_gate)
        {
            if (_mustLook)
            {
                _mustLook = false;
                return LookAsync;
            }

            if (!_unsaved.IsEmpty) return SaveAsync;

            (_isOut, _isWorking) = (false, false);
            return null;
        }
    }

    private async Task LookAsync(CancellationToken stopped)
    {
        var states = await store!.ReadAllAsync<LearntModelState>(_ => true, stopped);
        foreach (var state in states) Merge(_models, state.Model, state.ToLearnt());
    }

    private async Task SaveAsync(CancellationToken stopped)
    {
        foreach (var (model, learnt) in _unsaved)
        {
            await store!.ChangeAsync(change => TakeAsync(change, model, learnt, stopped), stopped);

            // Unless more has been learnt meanwhile.
            _unsaved.TryRemove(KeyValuePair.Create(model, learnt));
        }
    }

    /// <summary>Under the state's lock, so that two workers that learn at once know both afterwards.</summary>
    private async Task TakeAsync(IStateChange change, string model, LearntModel learnt, CancellationToken stopped)
    {
        var added = new LearntModelState { Model = model };
        added.Take(learnt, time.GetUtcNow());
        if (await change.TryAddAsync(added, stopped)) return;

        var state = await change.FindAsync<LearntModelState>(model, stopped)
            ?? throw new StateConflictException($"What is learnt of {model} was removed meanwhile.");
        state.Take(learnt, time.GetUtcNow());
    }

    private static void Merge(ConcurrentDictionary<string, LearntModel> models, string model, LearntModel learnt) =>
        models.AddOrUpdate(model, learnt, (_, known) => known.Merge(learnt));
}
