namespace Pipeline.Ingress.Recording;

/// <summary>Keeps a request's record with the request.</summary>
internal static class RequestRecords
{
    private static readonly object Key = new();

    /// <summary>The record of this request; null where none is kept.</summary>
    public static RequestRecord? Record(this HttpContext http) => http.Items.TryGetValue(Key, out var record) ? (RequestRecord)record! : null;

    /// <summary>From now on this request is recorded.</summary>
    public static void Record(this HttpContext http, RequestRecord record) => http.Items[Key] = record;
}
