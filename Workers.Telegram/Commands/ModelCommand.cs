using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/model</c>: the models that are configured, to choose one for the chat.</summary>
internal sealed class ModelCommand(ModelButtons models, ChatSettingsStore chats, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Model];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var settings = await chats.ReadAsync(turn.Place.ChatId, cancellationToken);
        var (text, buttons) = models.Show(settings.Model);
        replies.Answer(turn, text, cancellationToken, buttons);
    }
}
