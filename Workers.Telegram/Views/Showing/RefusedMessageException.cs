namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>Telegram will not have one message, or one file did not get through. The chat may well take another.</summary>
/// <param name="reason">Telegram's words.</param>
internal sealed class RefusedMessageException(string reason) : Exception(reason);
