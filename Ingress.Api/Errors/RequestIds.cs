namespace Pipeline.Ingress.Errors;

/// <summary>Every response carries a <c>request-id</c>, which errors repeat and logs name.</summary>
internal static class RequestIds
{
    private static readonly object Key = new();

    public static string RequestId(this HttpContext http)
    {
        if (http.Items.TryGetValue(Key, out var known)) return (string)known!;

        var id = $"req_{Guid.CreateVersion7():N}";
        http.Items[Key] = id;
        return id;
    }
}
