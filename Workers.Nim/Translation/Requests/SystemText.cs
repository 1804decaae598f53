namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Reads instructions: the <c>system</c> field and messages with <c>role: system</c>.</summary>
internal static class SystemText
{
    private const string BillingHeader = "x-anthropic-billing-header:";
    private const string ReminderStart = "<system-reminder>";

    /// <summary>The texts of a system content, without the billing header.</summary>
    public static IEnumerable<string> Read(Field? content) => ContentBlock.In(content)
        .Select(block => WithoutBillingHeader(block.Text ?? ""))
        .Where(text => text.Length > 0);

    /// <summary>
    /// Instructions in mid-conversation as user text, in the form in which Claude Code itself gives
    /// instructions there: most upstreams take a system message in first place only, and moving them to
    /// the first place would change the prefix of the whole conversation.
    /// </summary>
    public static string AsReminder(string text) => text.StartsWith(ReminderStart, StringComparison.Ordinal)
        ? text
        : $"{ReminderStart}\n{text}\n</system-reminder>";

    /// <summary>
    /// Claude Code's first line names the version and a hash that differs from request to request; sent
    /// upstream it would spoil the cache of everything behind it.
    /// </summary>
    private static string WithoutBillingHeader(string text)
    {
        if (!text.StartsWith(BillingHeader, StringComparison.Ordinal)) return text;

        var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
        return lineEnd < 0 ? "" : text[(lineEnd + 1)..].TrimStart('\n');
    }
}
