namespace Pipeline.Persistence.DeadLetters;

/// <summary>The answer of a replayed model request.</summary>
/// <param name="Message">Anthropic's message, UTF-8 JSON.</param>
/// <param name="Model">The model that answered, as <c>provider/model</c>.</param>
/// <param name="AnsweredAt">When the answer was whole.</param>
public sealed record KeptAnswer(byte[] Message, string Model, DateTimeOffset AnsweredAt);
