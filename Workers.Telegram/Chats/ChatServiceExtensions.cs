using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Voice;
using Pipeline.Workers.Telegram.Voice.Services;
using Pipeline.Workers.Telegram.Workspaces;
using Pipeline.Workers.Telegram.Workspaces.Fingerprints;

namespace Pipeline.Workers.Telegram.Chats;

/// <summary>What chats need beside messages: limits, settings, voice notes, files and known answers.</summary>
internal static class ChatServiceExtensions
{
    /// <summary>Adds them; state is added by the host.</summary>
    public static IServiceCollection AddChatServices(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations();
        services.AddOptions<AnswerCacheOptions>().BindConfiguration(AnswerCacheOptions.Section).ValidateDataAnnotations();
        services.AddOptions<AttachmentOptions>().BindConfiguration(AttachmentOptions.Section).ValidateDataAnnotations();
        services.AddOptions<VoiceOptions>().BindConfiguration(VoiceOptions.Section).ValidateDataAnnotations();
        services.AddOptions<WorkspaceOptions>().BindConfiguration(WorkspaceOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.AddTelegramState();
        services.AddSingleton<PersonLimits>().AddSingleton<PersonSpending>().AddSingleton<ChatSettingsStore>();
        services.AddSingleton<ChatWorkspaces>().AddSingleton<WorkspaceFingerprints>().AddSingleton<CachedAnswers>();
        services.AddSingleton<Uploads>().AddSingleton<WorkspaceFiles>();
        services.AddSingleton<TranscriptionClient>().AddSingleton<KnownTranscripts>().AddSingleton<VoiceTranscriber>();
        return services;
    }
}
