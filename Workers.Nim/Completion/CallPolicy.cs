using Pipeline.Workers.Nim.Upstream;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// How one model is called: failures that may pass are repeated, with jittered backoff or as the provider asks; and
/// a model of which nearly every call fails is left alone for a while, then tried with a single call.
/// </summary>
internal static class CallPolicy
{
    private const double NearlyAll = 0.8;

    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(1);

    public static GuardedCalls Create(UpstreamOptions options, TimeProvider time) => new((state, control) =>
    {
        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time };
        if (options.MaxRetries > 0) builder.AddRetry(Retry(options));
        if (options.BreakerFailures > 0) builder.AddCircuitBreaker(Breaker(options, state, control));
        return builder.Build();
    });

    private static RetryStrategyOptions<AttemptOutcome> Retry(UpstreamOptions options) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } outcome && IsWorthRepeating(outcome, options)),
        DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Result!)),
    };

    private static CircuitBreakerStrategyOptions<AttemptOutcome> Breaker(UpstreamOptions options, CircuitBreakerStateProvider state, CircuitBreakerManualControl control) => new()
    {
        StateProvider = state,
        ManualControl = control,
        FailureRatio = NearlyAll,
        // Polly's least.
        MinimumThroughput = Math.Max(2, options.BreakerFailures),
        SamplingDuration = Sampling,
        BreakDurationGenerator = broken => ValueTask.FromResult(
            TimeSpan.FromSeconds(Math.Min(LongestBreak.TotalSeconds, options.BreakSeconds * Math.Pow(2, broken.HalfOpenAttempts)))),
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } outcome && IsModelsFault(outcome)),
    };

    private static bool IsWorthRepeating(AttemptOutcome outcome, UpstreamOptions options) =>
        outcome.Next == NextStep.Repeat && !(outcome.Failure?.RetryAfterSeconds > options.MaxWaitSeconds);

    // After a 429 the provider's budget makes the call wait, and all others with it.
    private static TimeSpan? AskedDelay(AttemptOutcome outcome) => outcome.Failure switch
    {
        { Status: 429 } => TimeSpan.Zero,
        { RetryAfterSeconds: > 0 and var seconds } => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    // A rate limit is not, nor is a request that the model wants in another form.
    private static bool IsModelsFault(AttemptOutcome outcome) => outcome is { Failure: { Retryable: true, Status: not 429 }, Next: not NextStep.Repair };
}
