namespace Pipeline.Persistence.DeadLetters;

/// <summary>Why a message failed. Holds no secret: whoever makes one redacts.</summary>
/// <param name="Type">Name of an exception, or Anthropic's error type.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record DeadLetterError(string Type, string Message);
