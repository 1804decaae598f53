namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>Buttons below a message, in rows.</summary>
internal sealed record InlineKeyboardMarkup(IReadOnlyList<IReadOnlyList<InlineKeyboardButton>> InlineKeyboard);

/// <summary>A button.</summary>
/// <param name="Text">What it says.</param>
/// <param name="CallbackData">What comes back when it is pressed: 1 to 64 bytes.</param>
internal sealed record InlineKeyboardButton(string Text, string? CallbackData = null);
