namespace Pipeline.Persistence.Telegram;

/// <summary>The words of a voice note, so that the same note is paid for once.</summary>
public sealed class VoiceTranscript
{
    /// <summary>SHA-256 of the audio, in hexadecimal; the key.</summary>
    public string AudioHash { get; set; } = "";

    /// <summary>The service and its model that heard them; another may hear others.</summary>
    public string Model { get; set; } = "";

    /// <summary>The words.</summary>
    public string Text { get; set; } = "";

    /// <summary>When they were heard.</summary>
    public DateTimeOffset HeardAt { get; set; }
}
