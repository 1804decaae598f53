namespace Pipeline.Persistence.RequestLog;

/// <summary>How a request ended, as its client saw it.</summary>
public enum RequestOutcome
{
    /// <summary>Never recorded.</summary>
    None = 0,

    /// <summary>The whole answer was sent.</summary>
    Completed = 1,

    /// <summary>It was sent to be answered, and ended with an HTTP status that says why it was not.</summary>
    Failed = 2,

    /// <summary>The answer had begun and ended with an <c>error</c> event or a cut connection.</summary>
    Interrupted = 3,

    /// <summary>The client left before the answer was whole.</summary>
    Cancelled = 4,

    /// <summary>Refused here, before anything was asked for it: invalid, too large, a wrong token.</summary>
    Rejected = 5,
}
