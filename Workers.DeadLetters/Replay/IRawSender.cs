using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>Sends messages as they are to a command queue.</summary>
internal interface IRawSender
{
    /// <summary>Completes once the transport holds the message in its queue.</summary>
    /// <exception cref="NotSentException">It does not; the message names the reason.</exception>
    Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken);
}

/// <summary>A transport did not take a message; the message is a sentence for people.</summary>
internal sealed class NotSentException(string message, Exception? cause = null) : Exception(message, cause);
