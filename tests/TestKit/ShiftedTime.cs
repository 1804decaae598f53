namespace Pipeline.TestKit;

/// <summary>
/// The system's clock, which a test sets forward: ages and deadlines that are read from the clock pass at once, while
/// timers run as ever, so that a whole program keeps working.
/// </summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    private TimeSpan Shift => TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    /// <summary>Sets the clock forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
}
