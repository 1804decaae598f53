namespace Pipeline.Persistence.RequestLog;

/// <summary>Where requests are not noted.</summary>
public sealed class NoRequestLog : IRequestLog
{
    /// <inheritdoc/>
    public void Add(RequestEntry entry)
    {
        // REQUEST_LOG=false asks for exactly this.
    }
}
