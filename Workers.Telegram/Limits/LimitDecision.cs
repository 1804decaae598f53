namespace Pipeline.Workers.Telegram.Limits;

/// <summary>Whether a message is taken.</summary>
/// <param name="Exceeded">The limit that it has to wait for longest; null where it is taken.</param>
/// <param name="Wait">Until the next message is taken.</param>
/// <param name="ShouldTell">Whether the person is to be told, which is so at most once a minute.</param>
internal sealed record LimitDecision(LimitWindow? Exceeded, TimeSpan Wait, bool ShouldTell)
{
    public static LimitDecision Taken { get; } = new(null, TimeSpan.Zero, ShouldTell: false);

    public bool IsTaken => Exceeded is null;
}
