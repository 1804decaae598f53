namespace Pipeline.Persistence.State;

/// <summary>One message at one consumer, where it may have one effect.</summary>
/// <param name="MessageId">The id that redelivery and replay keep.</param>
/// <param name="Consumer">The endpoint and the consumer there: several may get the same message.</param>
internal sealed record InboxKey(Guid MessageId, string Consumer);
