using Pipeline.Contracts.Providers;
using Pipeline.Contracts.Trees;

namespace Pipeline.Transport.Bus;

/// <summary>The command queues that outlive the processes they serve, each with its quarantine.</summary>
/// <param name="providers">
/// All of them, configured or not: whoever serves none of a provider's models can say what is missing.
/// </param>
public sealed class CommandQueues(IEnumerable<ProviderDefinition> providers)
{
    /// <summary>Every one of them.</summary>
    public IReadOnlyList<string> All { get; } = WithQuarantine(
    [
        .. providers.Select(provider => CommandExchanges.CompleteMessage(provider.Name)),
        CommandExchanges.AnswerLocally,
        CommandExchanges.ModelRequestOutcomes,
        CommandExchanges.MessageTrees,
        CommandExchanges.RunCliTask,
        CommandExchanges.ChatEvents(ChatPlatforms.Telegram),
        CommandExchanges.TelegramUpdates,
    ]);

    private static IReadOnlyList<string> WithQuarantine(IReadOnlyList<string> queues) => [.. queues, .. queues.Select(CommandExchanges.Quarantine)];
}
