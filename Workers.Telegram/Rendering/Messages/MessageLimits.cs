namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>What Telegram takes in one message (core.telegram.org/bots/api#sendmessage, core.telegram.org/method/messages.sendMessage).</summary>
internal static class MessageLimits
{
    /// <summary>UTF-16 code units of text, without its formatting.</summary>
    public const int Text = 4096;

    /// <summary>Entities; further ones are ignored.</summary>
    public const int Entities = 100;
}
