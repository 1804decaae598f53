namespace Pipeline.Compose.Tests.Declared;

/// <summary>A <c>.env</c> with what compose cannot do without, and a provider's key.</summary>
internal static class TestEnvironment
{
    public static Dictionary<string, string> Create() => new(StringComparer.Ordinal)
    {
        ["ANTHROPIC_AUTH_TOKEN"] = "client-token",
        ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
        ["RABBITMQ_PASSWORD"] = "brokerpassword",
        ["POSTGRES_PASSWORD"] = "databasepassword",
    };
}
