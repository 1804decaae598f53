using System.Buffers;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// One call of a model: sends the request, translates the answer while it comes, and keeps its events
/// back until the commit point. For a stream that is its first meaningful event; for a whole answer its end.
/// </summary>
internal sealed class UpstreamCall(
    UpstreamClient client,
    UpstreamFailures failures,
    FrameWriter frames,
    TimeSpan readTimeout,
    TimeProvider time)
{
    private readonly EventBuffer _events = new();
    private bool _committed;

    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<AttemptOutcome> RunAsync(ReadOnlyMemory<byte> request, AnswerContext context, bool stream, CancellationToken cancelled)
    {
        using var idle = new IdleTimeout(readTimeout, time, cancelled);
        try
        {
            using var response = await client.SendAsync(request, idle);
            if (!response.IsSuccessStatusCode) return await RefuseAsync(response, idle.Token, cancelled);

            return await ReadAsync(response, new AnswerTranslator(context, _events), stream, idle, cancelled);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            // HttpClient reports its connect timeout as a cancellation too.
            return idle.HasElapsed
                ? new AttemptOutcome(failures.Silent(readTimeout), MayRepeat: false)
                : Fail(failures.Unreachable(new OperationCanceledException()));
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException)
        {
            return Fail(failures.Unreachable(fault));
        }
        catch (IOException)
        {
            return Fail(failures.Cut());
        }
        catch (InvalidDataException fault)
        {
            return Fail(failures.Malformed(fault.Message));
        }
    }

    private async Task<AttemptOutcome> ReadAsync(
        HttpResponseMessage response, AnswerTranslator answer, bool stream, IdleTimeout idle, CancellationToken cancelled)
    {
        await using var body = new EventStreamReader(await response.Content.ReadAsStreamAsync(idle.Token));
        var done = false;
        while (!done && !body.AtEnd)
        {
            if (!await TryFillAsync(body, answer, idle, cancelled)) break;

            while (!done && body.TryRead(out var chunk))
            {
                done = IsDone(chunk);
                if (!done && Accept(answer, chunk) is { } error) return Fail(failures.RefusedInStream(error.Status, error.Message));
            }

            if (stream && answer.HasContent) await CommitAsync(cancelled);
        }

        return await FinishAsync(answer, done || body.IsDocument, cancelled);
    }

    /// <summary>False where the answer was whole already when the connection broke or fell silent.</summary>
    private static async Task<bool> TryFillAsync(EventStreamReader body, AnswerTranslator answer, IdleTimeout idle, CancellationToken cancelled)
    {
        try
        {
            idle.Restart();
            await body.FillAsync(idle.Token);
            idle.Pause();
            return true;
        }
        catch (Exception fault) when (
            fault is IOException or OperationCanceledException && answer.HasFinishReason && !cancelled.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<AttemptOutcome> FinishAsync(AnswerTranslator answer, bool done, CancellationToken cancelled)
    {
        switch (answer.Finish(done))
        {
            case AnswerEnd.Complete:
                await CommitAsync(cancelled);
                return AttemptOutcome.Success;
            case AnswerEnd.Empty:
                return Fail(failures.Empty());
            case AnswerEnd.InvalidToolArguments:
                return Fail(failures.InvalidToolArguments());
            default:
                return Fail(failures.Cut());
        }
    }

    private async Task<AttemptOutcome> RefuseAsync(HttpResponseMessage response, CancellationToken idle, CancellationToken cancelled)
    {
        var retryAfter = ErrorResponse.RetryAfter(response, time);
        string? said = null;
        try
        {
            said = await ErrorResponse.ReadAsync(response, idle);
        }
        catch (Exception fault) when (
            fault is IOException or HttpRequestException or InvalidDataException
            || (fault is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            // The status alone says enough.
        }

        var status = (int)response.StatusCode;
        return Fail(status < 400 && response.Headers.Location is { } elsewhere
            ? failures.Redirected(status, elsewhere)
            : failures.Refused(status, said, retryAfter));
    }

    private async ValueTask CommitAsync(CancellationToken cancelled)
    {
        _committed = true;
        await _events.SendToAsync(frames, cancelled);
    }

    private AttemptOutcome Fail(Failure failure) => new(failure, MayRepeat: failure.Retryable && !_committed);

    private static UpstreamError? Accept(AnswerTranslator answer, ReadOnlySequence<byte> chunk) =>
        answer.Accept(chunk.IsSingleSegment ? chunk.FirstSpan : chunk.ToArray());

    private static bool IsDone(ReadOnlySequence<byte> chunk) =>
        chunk.Length == 6 && (chunk.IsSingleSegment ? chunk.FirstSpan : chunk.ToArray()).SequenceEqual("[DONE]"u8);
}
