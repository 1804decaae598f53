namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>The envelope of every answer.</summary>
internal sealed record ApiResponse<T>(bool Ok, T? Result = default, int? ErrorCode = null, string? Description = null, ResponseParameters? Parameters = null);

/// <summary>What an error says beside its words.</summary>
/// <param name="RetryAfter">Seconds to wait.</param>
/// <param name="MigrateToChatId">The chat has become another one.</param>
internal sealed record ResponseParameters(int? RetryAfter = null, long? MigrateToChatId = null);
