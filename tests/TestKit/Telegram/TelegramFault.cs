namespace Pipeline.TestKit.Telegram;

/// <summary>How the server misbehaves for one call.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Code">The error that it answers, with <see cref="TelegramFaultKind.Answer"/>.</param>
/// <param name="Description">What it says.</param>
/// <param name="RetryAfter">Seconds, for a 429.</param>
public sealed record TelegramFault(TelegramFaultKind Kind, int Code = 0, string Description = "", int? RetryAfter = null)
{
    /// <summary>When it answers, with <see cref="TelegramFaultKind.Late"/>.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Fails inside.</summary>
    public static readonly TelegramFault ServerError = new(TelegramFaultKind.Answer, 500, "Internal Server Error");

    /// <summary>Refuses the formatting.</summary>
    public static readonly TelegramFault CannotParse = new(TelegramFaultKind.Answer, 400, "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4");

    /// <summary>Does not know the method.</summary>
    public static readonly TelegramFault UnknownMethod = new(TelegramFaultKind.Answer, 404, "Not Found: method not found");

    /// <summary>Never answers.</summary>
    public static readonly TelegramFault Hang = new(TelegramFaultKind.Hang);

    /// <summary>Drops the connection and does nothing.</summary>
    public static readonly TelegramFault DropBefore = new(TelegramFaultKind.DropBefore);

    /// <summary>Does what was asked and drops the connection.</summary>
    public static readonly TelegramFault DropAfter = new(TelegramFaultKind.DropAfter);

    /// <summary>Does what was asked, and the connection is reset in the midst of the answer.</summary>
    public static readonly TelegramFault Cut = new(TelegramFaultKind.Cut);

    /// <summary>Does what was asked, and answers only when the test lets it.</summary>
    public static TelegramFault Late(Task until) => new(TelegramFaultKind.Late) { Until = until };

    /// <summary>Answers with a page that is no JSON, as a proxy does.</summary>
    public static readonly TelegramFault Page = new(TelegramFaultKind.Page, 502);

    /// <summary>Asks to wait.</summary>
    public static TelegramFault TooManyRequests(int seconds) => new(TelegramFaultKind.Answer, 429, $"Too Many Requests: retry after {seconds}", seconds);
}

/// <summary>What a server can do wrong.</summary>
public enum TelegramFaultKind
{
    /// <summary>An error instead of the answer.</summary>
    Answer,

    /// <summary>No answer at all.</summary>
    Hang,

    /// <summary>A connection that breaks before anything happened.</summary>
    DropBefore,

    /// <summary>A connection that breaks when all has happened.</summary>
    DropAfter,

    /// <summary>A page that is no JSON.</summary>
    Page,

    /// <summary>The answer, but late.</summary>
    Late,

    /// <summary>Half an answer.</summary>
    Cut,
}
