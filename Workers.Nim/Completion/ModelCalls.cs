using Microsoft.Extensions.Logging;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.Providers;
using Polly.CircuitBreaker;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Everything that is tried with one model for one request.</summary>
internal sealed class ModelCalls(UpstreamModel model, IUpstreamRequest request, CallContext context, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Calls that reached out for the model.</summary>
    public int Count { get; private set; }

    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<AttemptOutcome> RunAsync(CancellationToken cancelled)
    {
        while (true)
        {
            var (body, overflow) = await request.PrepareAsync(cancelled);
            if (overflow is not null) return new AttemptOutcome(model.Failures.PromptTooLong(overflow), NextStep.None);

            var outcome = await RepeatAsync(body, cancelled);
            if (outcome.Next != NextStep.Repair) return outcome;
        }
    }

    private async Task<AttemptOutcome> RepeatAsync(ReadOnlyMemory<byte> body, CancellationToken cancelled)
    {
        try
        {
            return await model.Calls.ExecuteAsync(token => CallAsync(body, token), cancelled);
        }
        catch (BrokenCircuitException broken)
        {
            // While it is tried with one call, the time has passed.
            return new AttemptOutcome(model.Failures.Broken(broken.RetryAfter > ShortestWait ? broken.RetryAfter.Value : ShortestWait), NextStep.Fallback);
        }
    }

    private async ValueTask<AttemptOutcome> CallAsync(ReadOnlyMemory<byte> body, CancellationToken cancelled)
    {
        var (permit, retryAfter) = await model.Provider.Budget.AcquireAsync(context.Priority, cancelled);
        if (permit is null) return new AttemptOutcome(model.Failures.Busy(retryAfter), NextStep.Fallback);

        using (permit)
        {
            Count++;
            var call = new UpstreamCall(model, request, context.Frames, context.Stream, time);
            var outcome = Consider(await call.RunAsync(body, permit, cancelled));
            if (outcome is { Failure: { } failure, Next: not NextStep.None })
                log.LogInformation("{RequestId}: a call failed before the client saw anything: {Message}", context.RequestId, failure.Message);
            return outcome;
        }
    }

    /// <summary>What the provider has against the request may tell how it wants it.</summary>
    private AttemptOutcome Consider(AttemptOutcome outcome) => outcome.Refusal is { } refusal ? request.Consider(refusal) switch
    {
        { Overflow: { } overflow } => new AttemptOutcome(model.Failures.PromptTooLong(overflow), NextStep.None),
        { IsRepaired: true } => outcome with { Next = NextStep.Repair },
        _ => outcome,
    }
    : outcome;
}
