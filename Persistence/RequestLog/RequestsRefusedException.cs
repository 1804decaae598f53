namespace Pipeline.Persistence.RequestLog;

/// <summary>The store will never take these entries; trying again would only keep others waiting.</summary>
internal sealed class RequestsRefusedException(Exception cause) : Exception($"The request log's store refuses entries: {cause.Message}", cause);
