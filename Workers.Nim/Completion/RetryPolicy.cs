using Pipeline.Workers.Nim.Upstream;
using Polly;
using Polly.Retry;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Repeats calls that failed in a way that may pass, with jittered backoff or as the provider asks.</summary>
internal static class RetryPolicy
{
    public static ResiliencePipeline<AttemptOutcome> Create(UpstreamOptions options, TimeProvider time)
    {
        if (options.MaxRetries == 0) return ResiliencePipeline<AttemptOutcome>.Empty;

        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time };
        return builder
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
                ShouldHandle = attempt => ValueTask.FromResult(IsWorthRepeating(attempt.Outcome.Result, options)),
                DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Result)),
            })
            .Build();
    }

    private static bool IsWorthRepeating(AttemptOutcome outcome, UpstreamOptions options) =>
        outcome.MayRepeat && !(outcome.Failure?.RetryAfterSeconds > options.MaxRetryAfterSeconds);

    // "Retry-After: 0" is no invitation to four calls at once: then the backoff decides.
    private static TimeSpan? AskedDelay(AttemptOutcome outcome) =>
        outcome.Failure?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
