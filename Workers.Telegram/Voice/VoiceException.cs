namespace Pipeline.Workers.Telegram.Voice;

/// <summary>A voice note that could not be understood. The message is for the person who sent it and says what to do.</summary>
internal sealed class VoiceException(string message, Exception? cause = null) : Exception(message, cause);
