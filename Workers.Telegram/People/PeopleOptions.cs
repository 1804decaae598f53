namespace Pipeline.Workers.Telegram.People;

/// <summary>Who may use the bot. Section <c>Telegram</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram";

    /// <summary>Telegram's ids of those who may, separated by commas (<c>ALLOWED_TELEGRAM_USER_ID</c>). Default nobody.</summary>
    public string AllowedUserIds { get; set; } = "";
}
