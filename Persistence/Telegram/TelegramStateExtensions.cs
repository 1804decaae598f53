using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.Telegram;

/// <summary>Registers what is kept of people and chats on Telegram as state.</summary>
public static class TelegramStateExtensions
{
    /// <summary>Makes all of it kinds of state, for Workers.Telegram and whoever removes old trees.</summary>
    public static IServiceCollection AddTelegramState(this IServiceCollection services) => services
        .AddState<TelegramPerson>("telegram_person", person => person.UserId)
        .AddState<TelegramChat>("telegram_chat", chat => chat.ChatId)
        .AddState<TelegramStranger>("telegram_stranger", stranger => stranger.UserId)
        .AddState<TelegramUpdate>("telegram_update", update => update.Key)
        .AddState<TelegramDraft>("telegram_draft", draft => draft.NodeId)
        .AddState<TelegramMessage>("telegram_message", message => message.Key)
        .AddState<TelegramAside>("telegram_aside", aside => aside.Key)
        .AddState<TelegramView>("telegram_view", view => view.NodeId)
        .AddState<VoiceTranscript>("voice_transcript", transcript => transcript.AudioHash);
}
