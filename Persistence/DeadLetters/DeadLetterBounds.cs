namespace Pipeline.Persistence.DeadLetters;

/// <summary>How much is kept; past a bound the oldest go first. Section <c>DeadLetters</c>.</summary>
public sealed class DeadLetterBounds
{
    /// <summary>Configuration section.</summary>
    public const string Section = "DeadLetters";

    /// <summary>Days since the last failure. Default 7.</summary>
    public double MaxAgeDays { get; set; } = 7;

    /// <summary>Number of dead letters. Default 1,000.</summary>
    public int MaxCount { get; set; } = 1000;

    /// <summary>Messages and answers together, compressed, in MiB. Default 256.</summary>
    public double MaxMebibytes { get; set; } = 256;

    /// <summary>The ids of those that have to go.</summary>
    internal IReadOnlyList<string> Excess(IEnumerable<DeadLetter> letters, DateTimeOffset now)
    {
        var youngestFirst = letters.OrderByDescending(letter => letter.LastFailedAt).ThenByDescending(letter => letter.Id, StringComparer.Ordinal);
        List<string> excess = [];
        var (count, bytes) = (0, 0L);
        foreach (var letter in youngestFirst)
        {
            var isTooMuch = count + 1 > MaxCount || bytes + letter.Size > MaxMebibytes * 1024 * 1024;
            if (isTooMuch || now - letter.LastFailedAt > TimeSpan.FromDays(MaxAgeDays))
            {
                excess.Add(letter.Id);
                continue;
            }

            // Only what stays takes room: one that is larger than all may be takes no other with it.
            count++;
            bytes += letter.Size;
        }

        return excess;
    }
}
