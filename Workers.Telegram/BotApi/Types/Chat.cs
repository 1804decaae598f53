namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>Where people write: <c>private</c>, <c>group</c>, <c>supergroup</c> or <c>channel</c>.</summary>
internal sealed record Chat(long Id, string Type, string? Title = null, string? Username = null);

/// <summary>A person or a bot.</summary>
internal sealed record User(long Id, bool IsBot, string FirstName, string? Username = null);
