using Polly;
using Polly.CircuitBreaker;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>The calls of one model, by its <see cref="CallPolicy"/>.</summary>
internal sealed class GuardedCalls
{
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly CircuitBreakerManualControl _control = new();
    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;

    /// <param name="build">Makes the pipeline, around a breaker that is watched and controlled from here.</param>
    public GuardedCalls(Func<CircuitBreakerStateProvider, CircuitBreakerManualControl, ResiliencePipeline<AttemptOutcome>> build) =>
        _pipeline = build(_breaker, _control);

    /// <summary>Calls the model, again and again where that may help.</summary>
    /// <exception cref="BrokenCircuitException">The model is left alone.</exception>
    public ValueTask<AttemptOutcome> ExecuteAsync(Func<CancellationToken, ValueTask<AttemptOutcome>> call, CancellationToken cancellationToken = default) =>
        _pipeline.ExecuteAsync(call, cancellationToken);

    /// <summary>
    /// The model has begun to answer. Where that was the one call by which it is tried, nothing more is wanted to be
    /// known: until its answer is whole, which may take minutes, all others would be turned away.
    /// </summary>
    public Task AnswersAsync(CancellationToken cancellationToken) =>
        _breaker.CircuitState == CircuitState.HalfOpen ? _control.CloseAsync(cancellationToken) : Task.CompletedTask;
}
