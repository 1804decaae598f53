using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>Shows the models among which a chat chooses, and takes its choice.</summary>
internal sealed class ModelButtons(ModelChoices choices, UpdateReceipts receipts, Replies replies)
{
    public const string DefaultKey = "default";

    /// <summary>What a person is shown to choose from.</summary>
    public (string Text, InlineKeyboardMarkup Buttons) Show(string? chosen)
    {
        var buttons = choices.Models.Select(model => Button(model, ModelChoices.KeyOf(model), model == chosen))
            .Prepend(Button($"As configured ({choices.Configured})", DefaultKey, chosen is null));
        return ($"New tasks of this chat ask: {chosen ?? $"{choices.Configured}, as configured"}", new InlineKeyboardMarkup([.. buttons]));
    }

    /// <summary>Takes the choice, and says what to show for a moment.</summary>
    public async Task<string?> PressAsync(string key, Turn turn, CancellationToken cancellationToken)
    {
        var model = choices.Find(key);
        if (model is null && key != DefaultKey) return "This model is not configured any more.";

        if (!await receipts.TryHandleAsync(turn, change => ChatSettingsStore.ChooseModelAsync(change, turn.Place.ChatId, model, cancellationToken), cancellationToken)) return null;
        var (text, buttons) = Show(model);
        turn.Expect(replies.ChangeAsync(turn.Place.Chat, turn.MessageId, text, buttons, cancellationToken));
        return model ?? "As configured";
    }

    private static InlineKeyboardButton[] Button(string text, string key, bool isChosen) =>
        [new InlineKeyboardButton(isChosen ? $"✓ {text}" : text, ButtonData.OfModel(key))];
}
