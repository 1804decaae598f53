using Pipeline.Contracts.Trees;

namespace Pipeline.Transport.Bus;

/// <summary>
/// Names of the exchanges that take commands; each feeds the queue of the same name. Commands are sent
/// to <c>exchange:NAME</c>, because <c>queue:NAME</c> would declare a queue of the sender's making.
/// </summary>
public static class CommandExchanges
{
    /// <summary>Takes <c>AnswerLocally</c>.</summary>
    public const string AnswerLocally = "answer-locally";

    /// <summary>Takes <c>ModelRequestFailed</c> and <c>ModelRequestAnswered</c> for the dead letters.</summary>
    public const string ModelRequestOutcomes = "model-request-outcomes";

    /// <summary>Takes <c>CancelWork</c>, with the name of the worker instance it is for as its routing key.</summary>
    public const string CancelWork = "cancel-work";

    /// <summary>Takes every <c>ITreeCommand</c>, <c>StopAll</c> and <c>ClearAll</c>.</summary>
    public const string MessageTrees = ITreeCommand.Exchange;

    /// <summary>Takes <c>RunCliTask</c>.</summary>
    public const string RunCliTask = "run-cli-task";

    /// <summary>Takes <c>HandleTelegramUpdate</c>.</summary>
    public const string TelegramUpdates = "telegram-updates";

    /// <summary>The delivery with which a message is moved into quarantine instead of being consumed.</summary>
    public const int SuspectFrom = 3;

    private const string QuarantineEnding = ".quarantine";

    /// <summary>
    /// Takes <c>CompleteMessage</c> for one provider: a queue each, so that a dead provider cannot hold
    /// the others' slots.
    /// </summary>
    public static string CompleteMessage(string provider) => $"complete-message.{provider}";

    /// <summary>Takes <c>NodeChanged</c> and <c>MessagesCleared</c> for one chat platform, e.g. <c>telegram</c>.</summary>
    public static string ChatEvents(string platform) => $"chat-events.{platform}";

    /// <summary>Takes what has come from a queue for the third time, to be consumed alone.</summary>
    public static string Quarantine(string queue) => queue + QuarantineEnding;

    /// <summary>Whether a queue is another one's quarantine.</summary>
    public static bool IsQuarantine(string queue) => queue.EndsWith(QuarantineEnding, StringComparison.Ordinal);

    /// <summary>The queue that a message was first sent to.</summary>
    public static string OutsideQuarantine(string queue) => IsQuarantine(queue) ? queue[..^QuarantineEnding.Length] : queue;
}
