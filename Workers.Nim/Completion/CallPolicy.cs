using Pipeline.Workers.Nim.Upstream;
using Polly;
using Polly.Retry;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Repeats calls that failed in a way that may pass, with jittered backoff or as the provider asks.</summary>
internal static class CallPolicy
{
    public static ResiliencePipeline<AttemptOutcome> Create(UpstreamOptions options, TimeProvider time)
    {
        if (options.MaxRetries == 0) return ResiliencePipeline<AttemptOutcome>.Empty;

        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time };
        return builder.AddRetry(Retry(options)).Build();
    }

    private static RetryStrategyOptions<AttemptOutcome> Retry(UpstreamOptions options) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } outcome && IsWorthRepeating(outcome, options)),
        DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Result!)),
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
}
