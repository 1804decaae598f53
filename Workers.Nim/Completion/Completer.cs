using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.DeadLetters;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Requests;
using Pipeline.Workers.Nim.Upstream;
using Polly;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Answers requests with a provider's model: translate, wait for a slot, call, repeat where that helps.</summary>
internal sealed class Completer(
    ProviderProfile profile,
    UpstreamClient client,
    IOptions<UpstreamOptions> options,
    FailedRequests failedRequests,
    TimeProvider time,
    ILogger<Completer> log) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrency);
    private readonly ResiliencePipeline<AttemptOutcome> _retries = RetryPolicy.Create(options.Value, time);
    private readonly TimeSpan _readTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds);

    /// <summary>Answers one request, wholly or with a failure; either way its stream has ended afterwards.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task AnswerAsync(CompleteMessage command, FrameWriter frames, CancellationToken cancelled)
    {
        var began = time.GetTimestamp();
        var (ending, calls) = await TryAnswerAsync(command, frames, cancelled);
        if (ending is not { } failure)
        {
            log.LogInformation("{RequestId}: {Model} answered in {Milliseconds} ms",
                command.RequestId, command.Model, (long)time.GetElapsedTime(began).TotalMilliseconds);
            return;
        }

        log.LogWarning("{RequestId}: {Status} {Type}: {Message}", command.RequestId, failure.Status, failure.Type, failure.Message);
        await frames.FailAsync(failure, cancelled);
        await failedRequests.ReportAsync(command, failure, calls);
    }

    public void Dispose() => _slots.Dispose();

    private async Task<(Failure? Failure, int Calls)> TryAnswerAsync(CompleteMessage command, FrameWriter frames, CancellationToken cancelled)
    {
        var failures = new UpstreamFailures(profile, command.Model);
        if (!profile.HasKey) return (failures.MissingKey(), 0);

        TranslatedRequest translated;
        try
        {
            translated = RequestTranslator.Translate(command.Body, command.Model, command.RequestedModel);
        }
        catch (InvalidRequestException fault)
        {
            return (new Failure { Status = 400, Type = ErrorTypes.InvalidRequest, Message = fault.Message }, 0);
        }

        var request = translated.Chat.ToUtf8();
        var calls = 0;
        var outcome = await _retries.ExecuteAsync(
            token =>
            {
                calls++;
                return CallAsync(failures, frames, request, translated.Answer, command, token);
            },
            cancelled);
        return (outcome.Failure, calls);
    }

    private async ValueTask<AttemptOutcome> CallAsync(
        UpstreamFailures failures,
        FrameWriter frames,
        ReadOnlyMemory<byte> request,
        AnswerContext context,
        CompleteMessage command,
        CancellationToken cancelled)
    {
        await _slots.WaitAsync(cancelled);
        try
        {
            var call = new UpstreamCall(client, failures, frames, _readTimeout, time);
            var outcome = await call.RunAsync(request, context, command.Stream, cancelled);
            if (outcome is { Failure: { } failure, MayRepeat: true })
                log.LogInformation("{RequestId}: a call failed before the client saw anything: {Message}", command.RequestId, failure.Message);
            return outcome;
        }
        finally
        {
            _slots.Release();
        }
    }
}
