using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.DeadLetters.ModelRequests;

namespace Pipeline.Workers.DeadLetters.Collection;

/// <summary>
/// Turns what a transport gave up into a dead letter. Takes any body, whether or not somebody can read it, and
/// stores no secret beside it.
/// </summary>
internal sealed class Collector(IDeadLetterStore store, UndeliveredTasks tasks, ConfiguredSecrets secrets, TimeProvider time, ILogger<Collector> log)
{
    private const int MaxErrorLength = 2000;

    /// <summary>Completes once the message is stored for good, and the tree of a task knows of it.</summary>
    public async Task CollectAsync(RawFailure failure, CancellationToken cancellationToken)
    {
        var letter = await store.AddAsync(Read(failure), cancellationToken);
        log.LogWarning("Dead letter {Id} from {Queue}: {Type}: {Message}", letter.Id, letter.Queue, letter.Error.Type, letter.Error.Message);
        if (Envelope.TryRead<RunCliTask>(failure.Body) is { } task) await tasks.TellAsync(task, letter, cancellationToken);
    }

    private FailedMessage Read(RawFailure failure)
    {
        try
        {
            return Describe(failure, Envelope.MessageType(failure.Body), ModelRequestEnvelope.TryRead(failure.Body));
        }
        catch (Exception fault)
        {
            // Unread it can still be shown and replayed; left in its queue it would block all that comes after it.
            log.LogWarning("A dead letter from {Queue} is kept without having been read: {Fault}", failure.Queue, fault.GetType().Name);
            return Describe(failure, messageType: null, request: null);
        }
    }

    private FailedMessage Describe(RawFailure failure, string? messageType, CompleteMessage? request)
    {
        var headers = failure.Headers;
        return new FailedMessage
        {
            Queue = failure.Queue,
            MessageType = messageType,
            FailedAt = FailedAt(failure),
            Attempts = Attempts(failure),
            Error = Error(failure),
            Worker = Worker(headers),
            Model = request is null ? null : new ModelReference(request.Provider, request.Model).ToString(),
            ReplayOf = request?.DeadLetterId ?? headers.GetValueOrDefault(FaultHeaders.ReplayOf),
            Fingerprint = request is null ? MessageNames.Fingerprint(failure.Queue, failure.MessageId, failure.Body) : RequestFingerprint.Of(request.Body),
            Occurrence = $"{headers.GetValueOrDefault(FaultHeaders.Replay)}:{FaultTime(failure):O}:{failure.MessageId}",
            Message = new DeadMessage
            {
                Body = failure.Body,
                ContentType = failure.ContentType,
                MessageId = failure.MessageId,
                CorrelationId = failure.CorrelationId,
                Headers = secrets.Hide(FaultHeaders.WithoutFault(headers)),
            },
        };
    }

    private DeadLetterError Error(RawFailure failure)
    {
        var type = failure.Headers.GetValueOrDefault(MessageHeaders.FaultExceptionType) ?? failure.Reason?.Type ?? "Unknown";
        var message = failure.Headers.GetValueOrDefault(MessageHeaders.FaultMessage) ?? failure.Reason?.Message ?? "The transport gives no reason.";
        return new DeadLetterError(type, secrets.Hide(Cut(message)));
    }

    private static string Cut(string message)
    {
        if (message.Length <= MaxErrorLength) return message;

        // Not between the halves of a surrogate pair.
        var length = char.IsHighSurrogate(message[MaxErrorLength - 1]) ? MaxErrorLength - 1 : MaxErrorLength;
        return $"{message.AsSpan(0, length)}…";
    }

    private static int Attempts(RawFailure failure)
    {
        var earlierDeliveries = Number(failure.Headers, FaultHeaders.DeliveryCount);
        var retries = Number(failure.Headers, MessageHeaders.FaultRetryCount);
        return failure.Reason?.Attempts ?? Math.Max(earlierDeliveries, retries) + 1;
    }

    private static int Number(IReadOnlyDictionary<string, string> headers, string name) =>
        int.TryParse(headers.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 0;

    private DateTimeOffset FailedAt(RawFailure failure) => FaultTime(failure) ?? time.GetUtcNow();

    private static DateTimeOffset? FaultTime(RawFailure failure) =>
        DateTimeOffset.TryParse(
            failure.Headers.GetValueOrDefault(MessageHeaders.FaultTimestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : failure.Reason?.At;

    private static string? Worker(IReadOnlyDictionary<string, string> headers) =>
        headers.GetValueOrDefault(MessageHeaders.Host.MachineName) is { } machine
            ? $"{machine}:{headers.GetValueOrDefault(MessageHeaders.Host.ProcessId)}"
            : null;
}
