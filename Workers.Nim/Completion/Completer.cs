using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Models;
using Pipeline.Tokens.Prompts;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.DeadLetters;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Translation.Requests;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Answers requests with the model that was asked for, or with the next of its fallbacks where it fails.</summary>
internal sealed class Completer(
    UpstreamProviders providers,
    ModelKnowledge knowledge,
    PromptCounter prompts,
    FailedRequests failedRequests,
    TimeProvider time,
    ILogger<Completer> log)
{
    /// <summary>Answers one request, wholly or with a failure; either way its stream has ended afterwards.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task AnswerAsync(CompleteMessage command, FrameWriter frames, CancellationToken cancelled)
    {
        var began = time.GetTimestamp();
        var (ending, calls) = await TryAnswerAsync(command, frames, began, cancelled);
        if (ending is not { } failure) return;

        log.LogWarning("{RequestId}: {Status} {Type}: {Message}", command.RequestId, failure.Status, failure.Type, failure.Message);
        await frames.FailAsync(failure, cancelled);
        await failedRequests.ReportAsync(command, failure, calls);
    }

    private async Task<(Failure? Failure, int Calls)> TryAnswerAsync(CompleteMessage command, FrameWriter frames, long began, CancellationToken cancelled)
    {
        var context = new CallContext(command.RequestId, frames, command.Stream, command.TellModel, command.IsBackground ? CallPriority.Background : CallPriority.Interactive);
        var incoming = new IncomingRequest(command, knowledge, prompts);
        var failures = new CandidateFailures();
        var calls = 0;
        foreach (var candidate in Candidates(command))
        {
            var outcome = new AttemptOutcome(UnknownProvider(candidate), NextStep.Fallback);
            if (providers.TryFind(candidate, out var model))
            {
                try
                {
                    (outcome, var made) = await AskAsync(model, incoming, context, cancelled);
                    calls += made;
                }
                catch (InvalidRequestException fault)
                {
                    return (new Failure { Status = 400, Type = ErrorTypes.InvalidRequest, Message = fault.Message }, calls);
                }
            }

            if (outcome.Failure is not { } failure)
            {
                log.LogInformation("{RequestId}: {Model} answered in {Milliseconds} ms",
                    command.RequestId, candidate.Model, (long)time.GetElapsedTime(began).TotalMilliseconds);
                return (null, calls);
            }

            failures.Add(candidate, failure, isLast: outcome.Next == NextStep.None);
            if (outcome.Next == NextStep.None) break;
        }

        return (failures.Conclude(), calls);
    }

    private async Task<(AttemptOutcome Outcome, int Calls)> AskAsync(UpstreamModel model, IncomingRequest incoming, CallContext context, CancellationToken cancelled)
    {
        if (model.Provider.Profile.Missing is { } missing) return (new AttemptOutcome(UpstreamFailures.NotConfigured(missing), NextStep.Fallback), 0);

        var calls = new ModelCalls(model, incoming.For(model), context, time, log);
        return (await calls.RunAsync(cancelled), calls.Count);
    }

    private static IEnumerable<ModelReference> Candidates(CompleteMessage command) =>
        command.Fallbacks.Prepend(new ModelReference(command.Provider, command.Model)).Distinct();

    private static Failure UnknownProvider(ModelReference model) => new()
    {
        Status = 404,
        Type = ErrorTypes.NotFound,
        Message = $"This worker knows no provider '{model.Provider}'; is OPENAI_COMPATIBLE_PROVIDERS the same for all roles?",
    };
}
