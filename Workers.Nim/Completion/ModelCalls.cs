using Microsoft.Extensions.Logging;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.Providers;
using Polly.CircuitBreaker;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Everything that is tried with one model for one request.</summary>
internal sealed class ModelCalls(UpstreamModel model, IUpstreamRequest request, CallContext context, TimeProvider time, ILogger log)
{
    /// <summary>Calls that reached out for the model.</summary>
    public int Count { get; private set; }

    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<AttemptOutcome> RunAsync(CancellationToken cancelled)
    {
        try
        {
            var body = request.ToBody();
            return await model.Calls.ExecuteAsync(token => CallAsync(body, token), cancelled);
        }
        catch (BrokenCircuitException broken)
        {
            return new AttemptOutcome(model.Failures.Broken(broken.RetryAfter ?? TimeSpan.FromSeconds(1)), NextStep.Fallback);
        }
    }

    private async ValueTask<AttemptOutcome> CallAsync(ReadOnlyMemory<byte> body, CancellationToken cancelled)
    {
        Count++;
        var call = new UpstreamCall(model, request, context.Frames, context.Stream, time);
        var outcome = await call.RunAsync(body, static () => { }, cancelled);
        if (outcome is { Failure: { } failure, Next: not NextStep.None })
            log.LogInformation("{RequestId}: a call failed before the client saw anything: {Message}", context.RequestId, failure.Message);
        return outcome;
    }
}
