using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Voice;

/// <summary>Who writes down what people say in voice notes. Section <c>Telegram:Voice</c>.</summary>
public sealed class VoiceOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram:Voice";

    /// <summary>Whether voice notes are taken (<c>VOICE_NOTE_ENABLED</c>). Default true; without a service they are refused in words.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// A service that speaks OpenAI's <c>/audio/transcriptions</c>, with <c>/v1</c> (<c>TRANSCRIPTION_BASE_URL</c>). Where it is set,
    /// Deepgram is not asked.
    /// </summary>
    [Url]
    public string? BaseUrl { get; set; }

    /// <summary>Its key (<c>TRANSCRIPTION_API_KEY</c>). Default none, as local servers want none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Its model (<c>TRANSCRIPTION_MODEL</c>). Default <c>whisper-1</c>.</summary>
    [Required]
    public string Model { get; set; } = "whisper-1";

    /// <summary>Deepgram's key (<c>DEEPGRAM_API_KEY</c>). Default none.</summary>
    public string? DeepgramApiKey { get; set; }

    /// <summary>Deepgram's model (<c>DEEPGRAM_MODEL</c>). Default <c>nova-3</c>.</summary>
    [Required]
    public string DeepgramModel { get; set; } = "nova-3";

    /// <summary>Deepgram's address (<c>DEEPGRAM_BASE_URL</c>). Default <c>https://api.deepgram.com/v1</c>.</summary>
    [Required, Url]
    public string DeepgramBaseUrl { get; set; } = "https://api.deepgram.com/v1";

    /// <summary>Largest voice note in megabytes (<c>VOICE_MAX_MB</c>). Default 20, as Telegram gives bots no larger files.</summary>
    [Range(1, 2000)]
    public int MaxMegabytes { get; set; } = 20;

    /// <summary>Longest voice note in seconds (<c>VOICE_MAX_SECONDS</c>). Default 900.</summary>
    [Range(1, 86_400)]
    public int MaxSeconds { get; set; } = 900;

    /// <summary>Seconds for one try of the service, upload included (<c>TRANSCRIPTION_TIMEOUT</c>). Default 120.</summary>
    [Range(1, 3600)]
    public double TimeoutSeconds { get; set; } = 120;

    /// <summary>Further tries after a failure that may pass (<c>TRANSCRIPTION_MAX_RETRIES</c>). Default 3.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Seconds in which a person can take back what was heard, before it runs (<c>VOICE_CANCEL_SECONDS</c>). Default 5.</summary>
    [Range(0, 3600)]
    public double CancelSeconds { get; set; } = 5;

    /// <summary>Whether there is a service.</summary>
    internal bool HasService => !string.IsNullOrEmpty(BaseUrl) || !string.IsNullOrEmpty(DeepgramApiKey);
}
