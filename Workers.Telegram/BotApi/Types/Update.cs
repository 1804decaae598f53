namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>Something that happened; at most one of its parts is there.</summary>
/// <param name="UpdateId">Grows with each update; an offset beyond it acknowledges it.</param>
/// <param name="Message">A new message.</param>
/// <param name="EditedMessage">A message that its author changed.</param>
/// <param name="CallbackQuery">A button that was pressed.</param>
internal sealed record Update(int UpdateId, Message? Message = null, Message? EditedMessage = null, CallbackQuery? CallbackQuery = null);

/// <summary>A button that was pressed.</summary>
/// <param name="Id">What to answer to.</param>
/// <param name="From">Who pressed it.</param>
/// <param name="Message">The message that it belongs to, unless that is too old.</param>
/// <param name="Data">What the bot put into the button.</param>
internal sealed record CallbackQuery(string Id, User From, Message? Message = null, string? Data = null);

/// <summary>Where Telegram brings updates.</summary>
/// <param name="Url">Where to; empty where they are fetched.</param>
internal sealed record WebhookInfo(string Url);
