using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>What a message says, and the buttons below it.</summary>
internal sealed record MessageContent(FormattedText Text, InlineKeyboardMarkup? Buttons)
{
    /// <summary>Whether nobody could tell it from another.</summary>
    public bool Same(MessageContent? other) => other is not null
        && Text.Text == other.Text.Text && Text.Entities.SequenceEqual(other.Text.Entities) && Flat(Buttons).SequenceEqual(Flat(other.Buttons));

    /// <summary>Says it in a message that is there.</summary>
    public EditMessageTextRequest Edit(long chat, int messageId) => new(chat, messageId, Text.Text)
    {
        Entities = Text.Entities,
        LinkPreviewOptions = new LinkPreviewOptions(),
        ReplyMarkup = Buttons,
    };

    /// <summary>Says it in a new message, as a reply.</summary>
    public SendMessageRequest Send(Place place, int replyTo, bool isSilent) => new(place.Chat, Text.Text)
    {
        MessageThreadId = place.Topic,
        Entities = Text.Entities,
        LinkPreviewOptions = new LinkPreviewOptions(),
        ReplyParameters = ReplyParameters.To(replyTo),
        ReplyMarkup = Buttons,
        DisableNotification = isSilent ? true : null,
    };

    private static IEnumerable<InlineKeyboardButton> Flat(InlineKeyboardMarkup? buttons) => buttons?.InlineKeyboard.SelectMany(row => row) ?? [];
}
