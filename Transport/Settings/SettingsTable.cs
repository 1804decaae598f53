using static Pipeline.Transport.Settings.SettingFormat;

namespace Pipeline.Transport.Settings;

/// <summary>
/// Every setting there is, by the name people write it with. The names are those of free-claude-code
/// where it has the setting, so that its users keep their <c>.env</c>.
/// </summary>
public static class SettingsTable
{
    /// <summary>The settings, in the order in which the README lists them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("NVIDIA_NIM_API_KEY", "Providers:nvidia_nim:ApiKey", Secret, "", "Key for NVIDIA NIM; free at https://build.nvidia.com/settings/api-keys"),
        new("NVIDIA_NIM_BASE_URL", "Providers:nvidia_nim:BaseUrl", HttpUrl, "https://integrate.api.nvidia.com/v1", "Where NVIDIA NIM's OpenAI-compatible API is"),
        new("MODEL", "Routing:Default", Model, "nvidia_nim/z-ai/glm4.7", "Model for everything that the three settings below do not name"),
        new("MODEL_OPUS", "Routing:Opus", Model, "as MODEL", "Model for Claude models with `opus` in their name"),
        new("MODEL_SONNET", "Routing:Sonnet", Model, "as MODEL", "Model for Claude models with `sonnet` in their name"),
        new("MODEL_HAIKU", "Routing:Haiku", Model, "as MODEL", "Model for Claude models with `haiku` in their name (titles, summaries)"),
        new("HOST", "Ingress:Host", ListenAddress, "127.0.0.1", "Address to listen on; another than loopback needs ANTHROPIC_AUTH_TOKEN"),
        new("PORT", "Ingress:Port", WholeNumber(0, 65535), "8082", "Port to listen on; 0 takes a free one"),
        new("ANTHROPIC_AUTH_TOKEN", "Ingress:AuthToken", Secret, "", "Token that clients must present as `x-api-key` or bearer; unset, any token is accepted, from this machine alone"),
        new("PING_AFTER", "Ingress:PingAfterSeconds", Seconds(0.01, 300), "5", "Seconds of silence after which a stream gets headers and a `ping`"),
        new("SHUTDOWN_DRAIN", "Ingress:DrainSeconds", Seconds(0, 3600), "10", "Seconds that running answers are given when the host stops"),
        new("PROVIDER_MAX_CONCURRENCY", "Upstream:MaxConcurrency", WholeNumber(1, 10_000), "5", "Requests that are under way at a provider at once; more wait"),
        new("HTTP_CONNECT_TIMEOUT", "Upstream:ConnectTimeoutSeconds", Seconds(0.01, 3600), "10", "Seconds to reach a provider"),
        new("HTTP_WRITE_TIMEOUT", "Upstream:WriteTimeoutSeconds", Seconds(0.01, 3600), "30", "Seconds for a provider to take the next piece of a request"),
        new("HTTP_READ_TIMEOUT", "Upstream:ReadTimeoutSeconds", Seconds(0.01, 86_400), "300", "Seconds of silence from a provider, before the first byte or between two; never for a whole answer"),
        new("RABBITMQ_URL", "RabbitMq:Url", AmqpUrl, "", "Broker (`amqp://user:password@host:port/vhost`); unset, everything runs in one process"),
        new("DATABASE_URL", "ConnectionStrings:Pipeline", PostgresUrl, "", "PostgreSQL (`postgres://user:password@host:port/database?sslmode=…`, or `Host=…;Database=…`); unset, state is kept in files"),
        new("PIPELINE_STATE_DIR", "State:Directory", Text, ".pipeline", "Directory for what the host keeps"),
        new("DEAD_LETTER_MODEL_REQUESTS", "DeadLetters:ModelRequests", Switch, "true", "Whether a model request that fails upstream for good is kept as a dead letter"),
        new("DEAD_LETTER_MAX_AGE_DAYS", "DeadLetters:MaxAgeDays", Number("days", 0.01, 3650), "7", "Days that a dead letter is kept after its last failure"),
        new("DEAD_LETTER_MAX_COUNT", "DeadLetters:MaxCount", WholeNumber(1, 1_000_000), "1000", "Dead letters that are kept; the oldest go first"),
        new("DEAD_LETTER_MAX_MIB", "DeadLetters:MaxMebibytes", Number("MiB", 1, 1_000_000), "256", "Size of all dead letters together, compressed, in MiB; the oldest go first"),
        new("CLAUDE_CLI_PATH", "Cli:Path", Text, "claude", "The Claude Code program that `Pipeline.Host -- claude` becomes"),
    ];

    /// <summary>Settings that free-claude-code has and this system does not (yet) act on.</summary>
    public static IReadOnlyList<string> Unsupported { get; } =
    [
        "OPENROUTER_API_KEY", "LM_STUDIO_BASE_URL", "LLAMACPP_BASE_URL",
        "PROVIDER_RATE_LIMIT", "PROVIDER_RATE_WINDOW",
        "MESSAGING_PLATFORM", "MESSAGING_RATE_LIMIT", "MESSAGING_RATE_WINDOW",
        "TELEGRAM_BOT_TOKEN", "ALLOWED_TELEGRAM_USER_ID", "DISCORD_BOT_TOKEN", "ALLOWED_DISCORD_CHANNELS",
        "VOICE_NOTE_ENABLED", "WHISPER_DEVICE", "WHISPER_MODEL", "HF_TOKEN",
        "CLAUDE_WORKSPACE", "ALLOWED_DIR", "LOG_FILE",
        "FAST_PREFIX_DETECTION", "ENABLE_NETWORK_PROBE_MOCK", "ENABLE_TITLE_GENERATION_SKIP",
        "ENABLE_SUGGESTION_MODE_SKIP", "ENABLE_FILEPATH_EXTRACTION_MOCK",
    ];
}
