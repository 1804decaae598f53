namespace Pipeline.Persistence.DeadLetters;

/// <summary>A dead letter with everything that is kept of it.</summary>
/// <param name="Letter">What is known of it.</param>
/// <param name="Message">The message itself.</param>
/// <param name="Answer">Its answer, once there is one.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, DeadMessage Message, KeptAnswer? Answer);
