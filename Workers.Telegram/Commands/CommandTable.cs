using System.Text.RegularExpressions;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>Finds and runs the command of a message.</summary>
internal sealed partial class CommandTable(IEnumerable<ICommand> commands, BotIdentity bot, Replies replies)
{
    private readonly Dictionary<string, ICommand> _commands = commands
        .SelectMany(command => command.Names.Select(name => (name, command)))
        .ToDictionary(entry => entry.name, entry => entry.command, StringComparer.Ordinal);

    /// <summary>The names that are known.</summary>
    public IReadOnlyCollection<string> Names => _commands.Keys;

    /// <summary>The command that a message is; null where it is none. A path such as <c>/etc/hosts</c> is none.</summary>
    public CommandCall? Read(Message message)
    {
        if (message.Text is not { } text || Pattern().Match(Said.WithoutMention(text.Trim(), bot.Username)) is not { Success: true } match) return null;
        var meant = match.Groups["bot"].Value;

        // As long as the bot does not know its own name, it does nothing in another's.
        var isForOther = meant.Length > 0 && !meant.Equals(bot.Username, StringComparison.OrdinalIgnoreCase);
        return new CommandCall(match.Groups["name"].Value.ToLowerInvariant(), match.Groups["arguments"].Value.Trim(), isForOther, Said.ReplyTo(message));
    }

    /// <summary>Runs it, or says that there is none of that name.</summary>
    public Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        if (_commands.TryGetValue(call.Name, out var command)) return command.RunAsync(call, turn, cancellationToken);
        replies.Answer(turn, $"I do not know /{call.Name}. /help shows what I can do.", cancellationToken);
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"^/(?<name>[A-Za-z0-9_]{1,32})(?:@(?<bot>[A-Za-z0-9_]{1,64}))?(?:\s+(?<arguments>.*))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
