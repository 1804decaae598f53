using System.Text;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/start</c> and <c>/help</c>: what the bot is and can do.</summary>
internal sealed class HelpCommand(Replies replies) : ICommand
{
    private const string Introduction =
        """
        I am Claude Code in your pocket. Write me what to do, and watch me do it.

        • A message starts a task. Reply to any message of it, yours or mine, to go on from there; several replies to one message fork it.
        • Stop me with the button or /stop; afterwards the buttons below my answer resume or retry.
        • Edit your message while it waits, and I take the new words.
        • Send photos, files and albums with or without words, or a voice note.
        """;

    public IReadOnlyList<string> Names { get; } = [CommandMenu.Start, CommandMenu.Help];

    public Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(Introduction).Append("\n\n");
        foreach (var command in CommandMenu.All) text.Append($"/{command.Command} – {command.Description}\n");
        replies.Answer(turn, text.ToString().TrimEnd(), cancellationToken);
        return Task.CompletedTask;
    }
}
