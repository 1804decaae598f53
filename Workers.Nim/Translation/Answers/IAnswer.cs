namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>One answer of a model while it comes, on its way to Anthropic's events.</summary>
internal interface IAnswer
{
    /// <summary>Whether the first meaningful event was written; <c>message_start</c> waits for it.</summary>
    bool HasContent { get; }

    /// <summary>Whether the upstream said that the answer is at its end; what may follow are figures.</summary>
    bool HasFinishReason { get; }

    /// <summary>Takes one payload of the stream, never <c>[DONE]</c>, or a whole answer.</summary>
    /// <returns>The error, if the payload is one or is not JSON.</returns>
    UpstreamError? Accept(ReadOnlySpan<byte> json);

    /// <summary>Ends the message, if it can be ended honestly.</summary>
    /// <param name="doneReceived">Whether the end was marked; otherwise the stream merely stopped.</param>
    AnswerEnd Finish(bool doneReceived);
}
