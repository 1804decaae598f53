using Pipeline.Workers.Nim.Upstream;
using Polly;
using Polly.CircuitBreaker;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// Leaves a model alone for a while of which nearly every call fails, then tries it with a single call. A call is judged
/// by its first words: an answer of minutes is no reason to keep others waiting for the verdict.
/// </summary>
internal sealed class ModelCircuit
{
    private const double NearlyAll = 0.8;

    // As long as a few calls that hang one after the other.
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<AttemptOutcome> _breaker;

    public ModelCircuit(UpstreamOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time };
        if (options.BreakerFailures > 0) builder.AddCircuitBreaker(Options(options));
        _breaker = builder.Build();
    }

    /// <summary>Makes a call, unless the model is left alone.</summary>
    /// <param name="call">Completes with the outcome, or once the first words are there.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <returns>What the call came to; or after how long another one makes sense.</returns>
    public async ValueTask<(AttemptOutcome? Outcome, TimeSpan RetryAfter)> TryAsync(Func<CancellationToken, ValueTask<AttemptOutcome>> call, CancellationToken cancelled)
    {
        try
        {
            return (await _breaker.ExecuteAsync(call, cancelled), TimeSpan.Zero);
        }
        catch (BrokenCircuitException broken)
        {
            return (null, broken.RetryAfter is { } wait && wait > Shortest ? wait : Shortest);
        }
    }

    private CircuitBreakerStrategyOptions<AttemptOutcome> Options(UpstreamOptions options) => new()
    {
        FailureRatio = NearlyAll,
        // Polly's least.
        MinimumThroughput = Math.Max(2, options.BreakerFailures),
        SamplingDuration = Sampling,
        BreakDurationGenerator = broken => ValueTask.FromResult(
            TimeSpan.FromSeconds(Math.Min(LongestBreak.TotalSeconds, options.BreakSeconds * Math.Pow(2, broken.HalfOpenAttempts)))),
        StateProvider = _state,
        ShouldHandle = attempt => ValueTask.FromResult(IsFault(attempt.Outcome)),
    };

    // A rate limit is none, nor is a request that the model wants in another form. A client that leaves says nothing
    // of the model, so that one which leaves during the single call does not make it sound.
    private bool IsFault(Outcome<AttemptOutcome> outcome) => outcome.Exception is OperationCanceledException
        ? _state.CircuitState == CircuitState.HalfOpen
        : outcome.Result is { Failure: { Retryable: true, Status: not 429 }, Next: not NextStep.Repair };
}
