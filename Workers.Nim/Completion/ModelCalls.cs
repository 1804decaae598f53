using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Frames;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.Providers;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Everything that is tried with one model for one request.</summary>
internal sealed class ModelCalls(UpstreamModel model, IUpstreamRequest request, CallContext context, TimeProvider time, ILogger log)
{
    private AttemptOutcome? _last;

    /// <summary>Calls that reached out for the model.</summary>
    public int Count { get; private set; }

    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<AttemptOutcome> RunAsync(CancellationToken cancelled)
    {
        while (true)
        {
            var (body, overflow) = await request.PrepareAsync(cancelled);
            if (overflow is not null) return new AttemptOutcome(model.Failures.PromptTooLong(overflow), NextStep.None);

            var outcome = await model.Calls.ExecuteAsync(token => CallAsync(body, token), cancelled);
            if (outcome.Next != NextStep.Repair) return Timed(outcome);
        }
    }

    private async ValueTask<AttemptOutcome> CallAsync(ReadOnlyMemory<byte> body, CancellationToken cancelled)
    {
        var (permit, retryAfter) = await model.Provider.Budget.AcquireAsync(context.Priority, cancelled);
        if (permit is null) return Refused(model.Failures.Busy(retryAfter));

        using (permit)
        {
            var rest = Task.FromResult(AttemptOutcome.Success);
            var (outcome, alone) = await model.Circuit.TryAsync(
                async token =>
                {
                    Count++;
                    var call = new UpstreamCall(model, request, context, time);
                    rest = call.RunAsync(body, permit, token);
                    await Task.WhenAny(rest, call.Begun);
                    return rest.IsCompleted ? Consider(await rest) : AttemptOutcome.Success;
                },
                cancelled);
            if (outcome is null)
            {
                permit.NotSent();
                return Refused(model.Failures.Broken(alone));
            }

            if (outcome.Failure is null) outcome = Consider(await rest);
            if (outcome is { Failure: { } failure, Next: not NextStep.None })
                log.LogInformation("{RequestId}: a call failed before the client saw anything: {Message}", context.RequestId, failure.Message);
            return _last = outcome;
        }
    }

    // After a call of our own, what the provider said to it says more.
    private AttemptOutcome Refused(Failure failure) => _last?.Failure is { Retryable: true } last
        ? new AttemptOutcome(last with { RetryAfterSeconds = failure.RetryAfterSeconds }, NextStep.Fallback)
        : new AttemptOutcome(failure, NextStep.Fallback);

    // A provider that limits its rate and does not say for how long is paused for, by all workers, for a time that
    // doubles with each refusal.
    private AttemptOutcome Timed(AttemptOutcome outcome) => outcome.Failure is { Status: 429, RetryAfterSeconds: null } failure
        ? outcome with { Failure = failure with { RetryAfterSeconds = 1 << Math.Clamp(Count, 1, 6) } }
        : outcome;

    /// <summary>What the provider has against the request may tell how it wants it.</summary>
    private AttemptOutcome Consider(AttemptOutcome outcome) => outcome.Refusal is { } refusal ? request.Consider(refusal) switch
    {
        { Overflow: { } overflow } => new AttemptOutcome(model.Failures.PromptTooLong(overflow), NextStep.None),
        { IsRepaired: true } => outcome with { Next = NextStep.Repair },
        _ => outcome,
    }
    : outcome;
}
