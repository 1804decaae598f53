using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/continue on</c> and <c>off</c>: whether plain messages go on from what finished last.</summary>
internal sealed class ContinueCommand(ChatSettingsStore chats, UpdateReceipts receipts, Replies replies) : ICommand
{
    private const string On = "on";
    private const string Off = "off";

    public IReadOnlyList<string> Names { get; } = [CommandMenu.Continue];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var wish = call.Arguments.ToLowerInvariant();
        if (wish is not (On or Off)) replies.Answer(turn, Words((await chats.ReadAsync(turn.Place.ChatId, cancellationToken)).Continues), cancellationToken);
        else if (await ChooseAsync(wish == On, turn, cancellationToken)) replies.Answer(turn, Words(wish == On), cancellationToken);
    }

    private Task<bool> ChooseAsync(bool continues, Turn turn, CancellationToken cancellationToken) => receipts.TryHandleAsync(
        turn, change => ChatSettingsStore.ChooseContinuingAsync(change, turn.Place.ChatId, continues, cancellationToken), cancellationToken);

    private static string Words(bool continues) => continues
        ? "On: a plain message goes on from the task that finished last. /new starts afresh once, /continue off for good."
        : "Off: each plain message starts a task of its own. /continue on lets it go on from the one that finished last.";
}
