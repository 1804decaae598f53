namespace Pipeline.Ingress.LocalAnswers;

/// <summary>
/// A while for which no optimizer is asked, as none has answered: where none runs, only one request in that time
/// waits in vain.
/// </summary>
internal sealed class OptimizerRest(TimeSpan duration, TimeProvider time)
{
    private long _until = time.GetTimestamp();

    /// <summary>Whether one may be asked.</summary>
    public bool IsOver => time.GetTimestamp() >= Volatile.Read(ref _until);

    /// <summary>One has not answered.</summary>
    public void Begin() => Volatile.Write(ref _until, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));
}
