using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Chats;

/// <summary>What has been chosen in a chat or topic, and where it left off.</summary>
/// <param name="Model">The chosen model; null for the configured one.</param>
/// <param name="Continues">Whether a plain message goes on from <paramref name="LastFinished"/>.</param>
/// <param name="LastFinished">The node that finished last, unless the chat was to start afresh since.</param>
internal sealed record ChatSettings(string? Model, bool Continues, FinishedNode? LastFinished)
{
    public static ChatSettings Initial { get; } = new(null, Continues: false, null);

    /// <summary>The node that a plain message goes on from; null where it starts a tree.</summary>
    public FinishedNode? Parent => Continues ? LastFinished : null;

    public static ChatSettings Of(TelegramChat chat) => new(chat.Model, chat.Continues, chat.LastFinished);
}
