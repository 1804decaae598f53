using System.Buffers;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// One call of a model: sends the request, translates the answer while it comes, and keeps its events
/// back until the commit point. For a stream that is its first meaningful event; for a whole answer its end.
/// </summary>
internal sealed class UpstreamCall(UpstreamModel model, IUpstreamRequest request, CallContext context, TimeProvider time)
{
    private readonly EventBuffer _events = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UpstreamFailures _failures = model.Failures;
    private bool _hasBegun;
    private bool _committed;

    /// <summary>Completes with the first words: from then on the model is sound, whatever follows.</summary>
    public Task Begun => _begun.Task;

    /// <param name="body">The request's bytes.</param>
    /// <param name="permit">Is told what becomes of the call.</param>
    /// <param name="cancelled">Fires when nobody waits for the answer any more.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<AttemptOutcome> RunAsync(ReadOnlyMemory<byte> body, Permit permit, CancellationToken cancelled)
    {
        var profile = model.Provider.Profile;
        using var idle = new IdleTimeout(profile.FirstByteTimeout, time, cancelled);
        try
        {
            var sending = model.Provider.Client.SendAsync(body, request.Beta, idle, permit);
            request.Sending();
            using var response = await sending;
            if (!response.IsSuccessStatusCode) return await RefuseAsync(response, permit, idle, cancelled);

            return await ReadAsync(response, permit, request.BeginAnswer(_events), idle, cancelled);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            // HttpClient reports its connect timeout as a cancellation too.
            return idle.HasElapsed
                ? Fail(_failures.Silent(idle.Patience, _hasBegun), NextStep.Fallback)
                : Fail(_failures.Unreachable(new OperationCanceledException()));
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException)
        {
            return Fail(_failures.Unreachable(fault));
        }
        catch (IOException)
        {
            return Fail(_failures.Cut());
        }
        catch (InvalidDataException fault)
        {
            return Fail(_failures.Malformed(fault.Message));
        }
    }

    private async Task<AttemptOutcome> ReadAsync(
        HttpResponseMessage response, Permit permit, IAnswer answer, IdleTimeout idle, CancellationToken cancelled)
    {
        await using var body = new EventStreamReader(await response.Content.ReadAsStreamAsync(idle.Token));
        var done = false;
        while (!done && !body.AtEnd)
        {
            if (!await TryFillAsync(body, answer, idle, cancelled)) break;

            while (!done && body.TryRead(out var chunk))
            {
                done = IsDone(chunk);
                if (!done && Accept(answer, chunk) is { } error) return RefuseInStream(error, permit);

                permit.Succeeded();
                done |= answer.IsEnded;
            }

            // What came to its end in one go can still be seen to be broken, and asked for again.
            if (!answer.HasContent || done || body.AtEnd) continue;

            _begun.TrySetResult();
            if (context.Stream) await CommitAsync(cancelled);
        }

        return await FinishAsync(answer, done || body.IsDocument, cancelled);
    }

    /// <summary>False where the answer was whole already when the connection broke or fell silent.</summary>
    private async Task<bool> TryFillAsync(EventStreamReader body, IAnswer answer, IdleTimeout idle, CancellationToken cancelled)
    {
        try
        {
            idle.Restart();
            await body.FillAsync(idle.Token);
            idle.Pause();
            if (_hasBegun) return true;

            _hasBegun = true;
            idle.Expect(model.Provider.Profile.ReadTimeout);
            return true;
        }
        catch (Exception fault) when (
            fault is IOException or OperationCanceledException && answer.HasFinishReason && !cancelled.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<AttemptOutcome> FinishAsync(IAnswer answer, bool done, CancellationToken cancelled)
    {
        // Nearly always it has been counted long ago, if it is needed at all.
        if (answer.ReportedPromptTokens is null) await request.CountPromptAsync();

        switch (answer.Finish(done))
        {
            case AnswerEnd.Complete:
                // Before the client can ask again.
                request.Answered(answer);
                await CommitAsync(cancelled);
                return AttemptOutcome.Success;
            case AnswerEnd.Empty:
                return Fail(_failures.Empty());
            case AnswerEnd.InvalidToolArguments:
                return Fail(_failures.InvalidToolArguments());
            default:
                return Fail(_failures.Cut());
        }
    }

    private async Task<AttemptOutcome> RefuseAsync(HttpResponseMessage response, Permit permit, IdleTimeout idle, CancellationToken cancelled)
    {
        idle.Restart(model.Provider.Profile.ReadTimeout);
        var refusal = await ErrorResponse.ReadAsync(response, time, idle.Token, cancelled);

        // "Retry-After: 0" is no invitation to call again at once: then the budget decides.
        if (refusal.Status == 429) permit.Refused(refusal.RetryAfter > TimeSpan.Zero ? refusal.RetryAfter : null);
        return refusal.Status < 400 && response.Headers.Location is { } elsewhere
            ? Fail(_failures.Redirected(refusal.Status, elsewhere))
            : Fail(_failures.Refused(refusal)) with { Refusal = refusal };
    }

    private AttemptOutcome RefuseInStream(UpstreamError error, Permit permit)
    {
        if (error.IsUnreadable) return Fail(_failures.Unreadable(error.Message));
        if (error.Status == 429) permit.Refused(retryAfter: null);

        var outcome = Fail(_failures.RefusedInStream(error.Status, error.Message));
        return _committed ? outcome : outcome with { Refusal = new Refusal(error.Status ?? 200, error.Message, error.Message, RetryAfter: null) };
    }

    private async ValueTask CommitAsync(CancellationToken cancelled)
    {
        if (!_committed && context.TellModel) await context.Frames.AnsweringAsync(model.Reference, cancelled);
        _committed = true;
        await _events.SendToAsync(context.Frames, cancelled);
    }

    private AttemptOutcome Fail(Failure failure) => Fail(failure, failure.Retryable ? NextStep.Repeat : NextStep.Fallback);

    private AttemptOutcome Fail(Failure failure, NextStep next) => new(failure, _committed ? NextStep.None : next);

    private static UpstreamError? Accept(IAnswer answer, ReadOnlySequence<byte> chunk) =>
        answer.Accept(chunk.IsSingleSegment ? chunk.FirstSpan : chunk.ToArray());

    private static bool IsDone(ReadOnlySequence<byte> chunk) =>
        chunk.Length == 6 && (chunk.IsSingleSegment ? chunk.FirstSpan : chunk.ToArray()).SequenceEqual("[DONE]"u8);
}
