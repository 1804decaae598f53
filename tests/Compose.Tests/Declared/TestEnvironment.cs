namespace Pipeline.Compose.Tests.Declared;

/// <summary>A <c>.env</c> with nothing but what compose cannot do without.</summary>
internal static class TestEnvironment
{
    public static Dictionary<string, string> Create() => new(StringComparer.Ordinal)
    {
        ["ANTHROPIC_AUTH_TOKEN"] = "client-token",
        ["RABBITMQ_PASSWORD"] = "brokerpassword",
        ["POSTGRES_PASSWORD"] = "databasepassword",
    };

    /// <summary>A <c>providers.env</c>.</summary>
    public static Dictionary<string, string> Providers(Uri? upstream = null) => new(StringComparer.Ordinal)
    {
        ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
        ["NVIDIA_NIM_BASE_URL"] = upstream?.ToString() ?? "http://127.0.0.1:1/v1",
    };
}
