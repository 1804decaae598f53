using System.ComponentModel.DataAnnotations;

namespace Pipeline.Persistence.RequestLog;

/// <summary>What is noted of each request, and for how long. Section <c>RequestLog</c>.</summary>
public sealed class RequestLogOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "RequestLog";

    /// <summary>What is kept of a request's body at most, in bytes of UTF-8: 256 KiB.</summary>
    public const int MaxPromptBytes = 256 * 1024;

    /// <summary>What is kept of an answer's text at most, in characters: 65,536.</summary>
    public const int MaxAnswerLength = 64 * 1024;

    /// <summary>Whether requests are noted at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Days after which a request is forgotten. Default 30.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 30;

    /// <summary>Whether prompts and answers are stored as well. Default false.</summary>
    public bool Content { get; set; }
}
