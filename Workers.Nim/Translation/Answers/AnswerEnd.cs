namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>How an answer ended.</summary>
internal enum AnswerEnd
{
    /// <summary>The upstream said that it had finished, and the message was ended.</summary>
    Complete,

    /// <summary>The upstream finished without anything to show. Nothing was written.</summary>
    Empty,

    /// <summary>The stream stopped without a word. Nothing was written to end the message.</summary>
    Cut,

    /// <summary>The upstream finished with a tool call that cannot be run. Nothing was written to end the message.</summary>
    InvalidToolArguments,
}
