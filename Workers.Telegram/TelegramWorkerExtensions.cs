using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Coordination;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Settings;
using Pipeline.Transport.Viewing;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Chats.Moves;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Hosting;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.People;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Telegram.Views.Following;
using Pipeline.Workers.Telegram.Views.Recording;
using Pipeline.Workers.Telegram.Views.Showing;

namespace Pipeline.Workers.Telegram;

/// <summary>The worker that talks with people on Telegram, for any host.</summary>
public static class TelegramWorkerExtensions
{
    /// <summary>
    /// Adds the bot, or where there is no token for one, a word about that. Transport and persistence are added once for all
    /// roles, before.
    /// </summary>
    public static IServiceCollection AddTelegramWorker(this IServiceCollection services, IConfiguration configuration)
    {
        // Known also where it is not used: what an earlier start has stored stays readable.
        services.AddTelegramState();
        services.AddSingleton<IConfigurationRule, WebhookNeeds>();
        if (string.IsNullOrEmpty(configuration[$"{TelegramBotOptions.Section}:{nameof(TelegramBotOptions.BotToken)}"]))
            return services.AddHostedService<IdleWorker>();

        services.AddMessageTreeState().AddCliRunState();
        services.AddChatServices();
        services.TryAddSingleton<Func<double>>(Random.Shared.NextDouble);
        return services.AddBot().AddConversation().AddViews().AddCommands().AddLease().AddChatEvents();
    }

    private static IServiceCollection AddBot(this IServiceCollection services)
    {
        services.AddOptions<TelegramBotOptions>().BindConfiguration(TelegramBotOptions.Section).ValidateDataAnnotations();
        services.AddOptions<PacingOptions>().BindConfiguration(PacingOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<ITelegramBotClient, TelegramBotClient>().AddSingleton<BotIdentity>();
        services.AddSingleton<IOutgoingMessages>(provider => new PacedMessages(
            provider.GetRequiredService<ITelegramBotClient>(),
            provider.GetRequiredService<IOptions<PacingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Func<double>>(),
            provider.GetRequiredService<ILogger<PacedMessages>>()));
        return services.AddSingleton<TelegramFiles>().AddSingleton<MessageDeletion>();
    }

    private static IServiceCollection AddConversation(this IServiceCollection services)
    {
        services.AddOptions<PeopleOptions>().BindConfiguration(PeopleOptions.Section);
        services.AddSingleton<AllowedPeople>().AddSingleton<Strangers>().AddHostedService<ClosedDoorNotice>();
        services.AddSingleton<Replies>().AddSingleton<Asides>().AddSingleton<MessageLinks>().AddSingleton<Parents>().AddSingleton<Submissions>();
        services.AddSingleton<ChatMoves>().AddSingleton<Upgrades>();
        services.AddSingleton<KnownAnswers>().AddSingleton<Conversations>().AddSingleton<Edits>();
        services.AddSingleton<DraftHandles>().AddSingleton<DraftIntake>().AddSingleton<DraftControl>();
        services.AddSingleton<DraftRun>().AddSingleton<DraftSubmission>().AddSingleton<VoiceStep>();
        return services;
    }

    private static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddOptions<ViewOptions>().BindConfiguration(ViewOptions.Section).ValidateDataAnnotations();
        services.AddViewers().AddSingleton<TranscriptPages>().AddSingleton<NodeFeeds>();
        services.AddSingleton<ViewRecords>().AddSingleton<NodeMessages>().AddSingleton<Opening>();
        services.AddSingleton<AnswerFile>().AddSingleton<EndNotice>().AddSingleton<EndDelivery>();
        services.AddSingleton<ViewRun>().AddSingleton<ShownNodes>().AddSingleton<ILeaseWork, ViewWork>();
        services.TryAddSingleton<IViews>(provider => provider.GetRequiredService<ShownNodes>());
        return services;
    }

    private static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CommandTable>().AddSingleton<ModelChoices>();
        services.AddSingleton<ICommand, HelpCommand>().AddSingleton<ICommand, NewCommand>().AddSingleton<ICommand, ContinueCommand>();
        services.AddSingleton<ICommand, StopCommand>().AddSingleton<ICommand, ClearCommand>().AddSingleton<ICommand, StatusCommand>();
        services.AddSingleton<ICommand, StatsCommand>().AddSingleton<ICommand, UsageCommand>().AddSingleton<ICommand, ModelCommand>();
        services.AddSingleton<ICommand, FileCommand>();
        services.AddSingleton<ButtonAnswers>().AddSingleton<PressedButtons>().AddSingleton<NodeButtons>();
        return services.AddSingleton<RefreshButton>().AddSingleton<ModelButtons>();
    }

    private static IServiceCollection AddLease(this IServiceCollection services)
    {
        services.AddOptions<UpdateOptions>().BindConfiguration(UpdateOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<WorkerInstance>();
        services.AddSingleton(provider => new BotLease(
            provider.GetRequiredService<BotIdentity>(), provider.GetRequiredService<WorkerInstance>(), provider.GetService<ISharedDocuments>()));
        services.AddSingleton<UpdateInbox>().AddSingleton<UpdateOrder>().AddSingleton<UpdateReceipts>().AddSingleton<UpdateHandler>().AddSingleton<FailedTries>().AddSingleton<LastingNotes>().AddSingleton<BotStart>().AddSingleton<Webhook>();
        services.AddSingleton<ILeaseWork, UpdatePoller>().AddSingleton<ILeaseWork, UpdateDispatcher>();
        services.AddSingleton<ILeaseWork, DraftWork>().AddSingleton<ILeaseWork, TelegramRetention>();
        return services.AddHostedService<LeaseHolder>();
    }
}
