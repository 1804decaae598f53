namespace Pipeline.TestKit.Telegram;

/// <summary>How fast a bot may send and edit messages (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).</summary>
public sealed class TelegramRateRules
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, List<TimeSpan>> _chats = [];
    private readonly List<TimeSpan> _all = [];
    private readonly Dictionary<long, TimeSpan> _patience = [];
    private readonly List<string> _violations = [];

    /// <summary>Messages in one chat within a second. Default 1.</summary>
    public int PerChatSecond { get; set; } = 1;

    /// <summary>Messages in one group within a minute. Default 20.</summary>
    public int PerGroupMinute { get; set; } = 20;

    /// <summary>Messages of the bot within a second. Default 30.</summary>
    public int PerSecond { get; set; } = 30;

    /// <summary>Whether a call beyond the limits is answered 429; it is counted in any case. Default true.</summary>
    public bool Enforced { get; set; } = true;

    /// <summary>Calls that were beyond a limit, and which.</summary>
    public IReadOnlyList<string> Violations
    {
        get { lock (_gate) return [.. _violations]; }
    }

    /// <summary>A chat was told to wait: what comes before that time is a violation.</summary>
    internal void AskForPatience(long chatId, TimeSpan until)
    {
        lock (_gate) _patience[chatId] = until;
    }

    /// <summary>Notes a call that comes although its chat was told to wait.</summary>
    internal void CheckPatience(long chatId, TimeSpan now)
    {
        lock (_gate)
        {
            if (_patience.TryGetValue(chatId, out var until) && now < until) _violations.Add($"chat {chatId} {(until - now).TotalSeconds:0.000} s before its retry_after was over");
        }
    }

    internal void Count(long chatId, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_chats.TryGetValue(chatId, out var chat)) _chats[chatId] = chat = [];
            chat.RemoveAll(at => now - at >= Minute);
            _all.RemoveAll(at => now - at >= Second);
            Check(chat.Where(at => now - at < Second), PerChatSecond, Second, $"chat {chatId} within a second", now);
            if (chatId < 0) Check(chat, PerGroupMinute, Minute, $"group {chatId} within a minute", now);
            Check(_all, PerSecond, Second, "bot within a second", now);
            chat.Add(now);
            _all.Add(now);
        }
    }

    private void Check(IEnumerable<TimeSpan> earlier, int limit, TimeSpan window, string what, TimeSpan now)
    {
        var times = earlier.ToList();
        if (times.Count < limit) return;
        _violations.Add($"more than {limit} in {what}");
        if (!Enforced) return;
        var wait = (int)Math.Ceiling((times[^limit] + window - now).TotalSeconds);
        throw new TelegramApiException(429, $"Too Many Requests: retry after {Math.Max(1, wait)}", Math.Max(1, wait));
    }
}
