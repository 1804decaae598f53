using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Answers;

/// <summary>Whether and how long answers to read-only questions are reused. Section <c>Telegram:Answers</c>.</summary>
public sealed class AnswerCacheOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram:Answers";

    /// <summary>Whether a read-only question that is asked again is answered from memory (<c>TELEGRAM_ANSWER_CACHE</c>). Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Answers that are kept (<c>TELEGRAM_ANSWER_CACHE_SIZE</c>); the least recently used go first. Default 100.</summary>
    [Range(1, 10_000)]
    public int Size { get; set; } = 100;

    /// <summary>Minutes for which an answer is reused (<c>TELEGRAM_ANSWER_CACHE_MINUTES</c>). Default 60.</summary>
    [Range(1, 1440)]
    public double Minutes { get; set; } = 60;
}
