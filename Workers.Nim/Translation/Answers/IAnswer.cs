using Pipeline.Transport.Frames.Events;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>One answer while it comes: the upstream's payloads go in, Anthropic's events come out.</summary>
internal interface IAnswer
{
    /// <summary>Whether the first meaningful event was written; <c>message_start</c> waits for it.</summary>
    bool HasContent { get; }

    /// <summary>Whether the upstream said that the answer is at its end; what may follow are figures.</summary>
    bool HasFinishReason { get; }

    /// <summary>Whether the upstream has said all; what may still follow need not be read.</summary>
    bool IsEnded { get; }

    /// <summary>The tokens as far as they are known; what the upstream has not reported is counted or estimated.</summary>
    AnswerUsage Usage { get; }

    /// <summary>The prompt's tokens as the upstream counts them, cached ones included; null if it has not said.</summary>
    int? ReportedPromptTokens { get; }

    /// <summary>Takes one payload of the stream, never <c>[DONE]</c>, or a whole answer.</summary>
    /// <returns>The error, if the payload is one or is not JSON.</returns>
    UpstreamError? Accept(ReadOnlySpan<byte> json);

    /// <summary>Ends the message, if it can be ended honestly.</summary>
    /// <param name="doneReceived">Whether <c>[DONE]</c> came, or the body was one JSON text; otherwise the stream merely stopped.</param>
    AnswerEnd Finish(bool doneReceived);
}
