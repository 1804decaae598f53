namespace Pipeline.Persistence.RequestLog;

/// <summary>The ways on which requests are answered.</summary>
public static class RequestRoutes
{
    /// <summary>By a model.</summary>
    public const string Model = "model";

    /// <summary>Without a model, from the request itself.</summary>
    public const string Local = "local";
}
