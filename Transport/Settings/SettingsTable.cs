using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;
using static Pipeline.Transport.Settings.SettingFormat;

namespace Pipeline.Transport.Settings;

/// <summary>
/// Every setting there is, by the name people write it with. The names are those of free-claude-code
/// where it has the setting, so that its users keep their <c>.env</c>.
/// </summary>
public static class SettingsTable
{
    /// <summary>The settings that belong to no one provider, in the order in which the README lists them.</summary>
    public static IReadOnlyList<Setting> General { get; } =
    [
        .. Models(ProviderCatalogue.BuiltIn),
        new("OPENAI_COMPATIBLE_PROVIDERS", ConfiguredProviders.NamesKey, ProviderNames, "", "Names for further OpenAI-compatible providers, e.g. `groq, vllm`: each begins its models (`groq/…`) and its settings (`GROQ_BASE_URL`)"),
        new("HOST", "Ingress:Host", ListenAddress, "127.0.0.1", "Address to listen on; another than loopback needs ANTHROPIC_AUTH_TOKEN"),
        new("PORT", "Ingress:Port", WholeNumber(0, 65535), "8082", "Port to listen on; 0 takes a free one"),
        new("ANTHROPIC_AUTH_TOKEN", "Ingress:AuthToken", Secret, "", "Token that clients must present as `x-api-key` or bearer; unset, any token is accepted, from this machine alone"),
        new("PING_AFTER", "Ingress:PingAfterSeconds", Seconds(0.01, 300), "5", "Seconds of silence after which a stream gets headers and a `ping`"),
        new("SHUTDOWN_DRAIN", "Ingress:DrainSeconds", Seconds(0, 3600), "10", "Seconds that running answers are given when the host stops"),
        new("PROVIDER_RATE_LIMIT", "Upstream:RateLimit", WholeNumber(0, 1_000_000), "40; for local providers 0", "Calls of one provider in any PROVIDER_RATE_WINDOW, by all workers together; 0 counts none"),
        new("PROVIDER_RATE_WINDOW", "Upstream:RateWindowSeconds", Seconds(0.1, 86_400), "60", "Seconds for which a call counts"),
        new("PROVIDER_MAX_CONCURRENCY", "Upstream:MaxConcurrency", WholeNumber(0, 10_000), "5", "Calls that are under way at a provider at once, of all workers together; more wait; 0 is no limit"),
        new("PROVIDER_MAX_WAIT", "Upstream:MaxWaitSeconds", Seconds(0, 3600), "30", "Seconds that a call waits for the two limits above; one that must wait longer is refused at once (429 with `retry-after`)"),
        new("PROVIDER_MAX_RETRIES", "Upstream:MaxRetries", WholeNumber(0, 20), "3", "Further calls of a model after a failure that may pass, while the client has seen nothing"),
        new("PROVIDER_RETRY_DELAY", "Upstream:RetryDelaySeconds", Seconds(0.001, 60), "0.5", "Seconds before the first of them; doubled for each next one, with jitter"),
        new("PROVIDER_BREAKER_FAILURES", "Upstream:BreakerFailures", WholeNumber(0, 10_000), "8", "Calls of a model that must fail, nearly all in a row, before it is left alone for a while; 0 never does"),
        new("PROVIDER_BREAK", "Upstream:BreakSeconds", Seconds(0.5, 60), "5", "Seconds for which it is left alone at first; doubled, up to a minute, while it stays broken"),
        new("HTTP_CONNECT_TIMEOUT", "Upstream:ConnectTimeoutSeconds", Seconds(0.01, 3600), "10", "Seconds to reach a provider"),
        new("HTTP_WRITE_TIMEOUT", "Upstream:WriteTimeoutSeconds", Seconds(0.01, 3600), "30", "Seconds for a provider to take the next piece of a request"),
        new("HTTP_FIRST_BYTE_TIMEOUT", "Upstream:FirstByteTimeoutSeconds", Seconds(0.01, 86_400), "as HTTP_READ_TIMEOUT", "Seconds until a provider's answer begins"),
        new("HTTP_READ_TIMEOUT", "Upstream:ReadTimeoutSeconds", Seconds(0.01, 86_400), "300", "Seconds of silence within an answer; never for a whole answer"),
        new("MODEL_LIST_REFRESH", "Upstream:ModelListRefreshSeconds", Seconds(1, 86_400), "600", "Seconds after which a provider's list of models is fetched anew"),
        new("ENABLE_NETWORK_PROBE_MOCK", "LocalAnswers:Probes", Switch, "true", "Whether probes of quota and model (one token for `quota`, `test`, `.` or `Hi`) are answered without a model"),
        new("ENABLE_TITLE_GENERATION_SKIP", "LocalAnswers:Titles", Switch, "true", "Whether a session's title is made of the person's own words instead of by a model"),
        new("FAST_PREFIX_DETECTION", "LocalAnswers:CommandPrefixes", Switch, "true", "Whether prefixes of shell commands are found by rules instead of by a model"),
        new("ENABLE_FILEPATH_EXTRACTION_MOCK", "LocalAnswers:FilePaths", Switch, "true", "Whether the files that a shell command has shown are found by rules instead of by a model"),
        new("ENABLE_SUGGESTION_MODE_SKIP", "LocalAnswers:Suggestions", Switch, "true", "Whether requests to suggest what to type next are answered with nothing instead of by a model"),
        new("RABBITMQ_URL", "RabbitMq:Url", AmqpUrl, "", "Broker (`amqp://user:password@host:port/vhost`); unset, everything runs in one process"),
        new("COMPLETE_MESSAGE_CONCURRENCY", "Endpoints:CompleteMessage:Concurrency", WholeNumber(1, 10_000), "1024; 128 on a broker", "Requests of each provider that one model worker has taken and not yet answered"),
        new("COMPLETE_MESSAGE_PREFETCH", "Endpoints:CompleteMessage:Prefetch", WholeNumber(1, 10_000), "as COMPLETE_MESSAGE_CONCURRENCY", "Requests of each provider that one model worker fetches from the broker and has not yet answered"),
        new("DATABASE_URL", "ConnectionStrings:Pipeline", PostgresUrl, "", "PostgreSQL (`postgres://user:password@host:port/database?sslmode=…`, or `Host=…;Database=…`); unset, state is kept in files"),
        new("REQUEST_LOG", "RequestLog:Enabled", Switch, "true", "Whether each request is noted with its times, tokens and outcome: in the database, or in `requests/` of the state directory"),
        new("REQUEST_LOG_RETENTION_DAYS", "RequestLog:RetentionDays", WholeNumber(1, 3650), "30", "Days for which requests are noted"),
        new("REQUEST_LOG_CONTENT", "RequestLog:Content", Switch, "false", "Whether prompts and answers are noted too (the first 256 KiB of a request, 65,536 characters of an answer)"),
        new("PIPELINE_STATE_DIR", "State:Directory", Text, ".pipeline", "Directory for what the host keeps"),
        new("TREE_RETENTION_DAYS", "Trees:RetentionDays", WholeNumber(1, 3650), "30", "Days that a message tree is kept after its last change; Claude Code keeps its sessions for 30"),
        new("CLI_AUTO_RESUME", "Trees:AutoResume", Switch, "false", "Whether a task whose worker died goes on in its session without being asked, three times in a row at most"),
        new("DEAD_LETTER_MODEL_REQUESTS", "DeadLetters:ModelRequests", Switch, "true", "Whether a model request that fails upstream for good is kept as a dead letter"),
        new("DEAD_LETTER_MAX_AGE_DAYS", "DeadLetters:MaxAgeDays", Number("days", 0.01, 3650), "7", "Days that a dead letter is kept after its last failure"),
        new("DEAD_LETTER_MAX_COUNT", "DeadLetters:MaxCount", WholeNumber(1, 1_000_000), "1000", "Dead letters that are kept; the oldest go first"),
        new("DEAD_LETTER_MAX_MIB", "DeadLetters:MaxMebibytes", Number("MiB", 1, 1_000_000), "256", "Size of all dead letters together, compressed, in MiB; the oldest go first"),
        new("CLAUDE_CLI_PATH", "Cli:Path", Text, "claude", "The Claude Code program that agents run, and that `Pipeline.Host -- claude` becomes"),
        new("ALLOWED_DIR", "Cli:AllowedDirectories", Text, "", "Directories in which agents may work, separated by commas: in the first they begin, the others they may use too; unset, they work in CLAUDE_WORKSPACE"),
        new("CLAUDE_WORKSPACE", "Cli:Workspace", Text, "./agent_workspace", "Where agents work without ALLOWED_DIR; created where it is missing. Agents that work in it or above it keep their plans in its `plans`, those that work below it in their own; the CLI writes none outside its working directory"),
        new("CLAUDE_PERMISSION_MODE", "Cli:PermissionMode", OneOf("bypassPermissions", "acceptEdits", "auto", "dontAsk", "plan", "manual"), "bypassPermissions", "What agents may do without being asked, as nobody is there to ask; see [agents](#agents)"),
        new("CLI_MAX_SESSIONS", "Cli:MaxSessions", WholeNumber(1, 1000), "10", "Agents that one worker runs at once; more wait in the queue"),
        new("CLI_IDLE_TIMEOUT", "Cli:IdleTimeoutSeconds", Seconds(1, 86_400), "600", "Seconds without any output after which an agent is ended"),
        new("CLI_TOTAL_TIMEOUT", "Cli:TotalTimeoutSeconds", Seconds(0, 604_800), "0", "Seconds after which an agent is ended whatever it does; 0 is no limit"),
        new("INGRESS_URL", "Cli:IngressUrl", HttpUrl, "in one process where it listens, else as HOST and PORT on this machine", "Where agents find the ingress, without `/v1`"),
        new("TELEGRAM_BOT_TOKEN", "Telegram:BotToken", BotToken, "", "The bot's token, from @BotFather; unset, Telegram is off"),
        new("ALLOWED_TELEGRAM_USER_ID", "Telegram:AllowedUserIds", TelegramUserIds, "", "Telegram's numbers of the people who may use the bot, separated by commas; unset, nobody may"),
        new("TELEGRAM_API_BASE_URL", "Telegram:ApiBaseUrl", HttpUrl, "https://api.telegram.org", "The Bot API's server; a self-hosted one works as well"),
        new("TELEGRAM_WEBHOOK_URL", "Telegram:WebhookUrl", HttpUrl, "", "Public URL that leads to `/telegram/webhook` of the ingress, where Telegram then brings updates; unset, they are fetched"),
        new("TELEGRAM_WEBHOOK_SECRET", "Telegram:WebhookSecret", WebhookSecret, "", "What Telegram presents there: letters, digits, `_` and `-`, the same at the ingress and the Telegram workers"),
        new("MESSAGING_RATE_LIMIT", "Messaging:RateLimit", WholeNumber(1, 100), "1", "Messages and edits in one chat within MESSAGING_RATE_WINDOW"),
        new("MESSAGING_RATE_WINDOW", "Messaging:RateWindowSeconds", Seconds(0.05, 3600), "1", "Seconds for which one of them counts"),
        new("TELEGRAM_NOTIFY_AFTER", "Telegram:Views:NotifyAfterSeconds", Seconds(0, 604_800), "60", "Seconds after which the end of a task is told in a message of its own, as an edit makes no sound; 0 never does"),
        new("TELEGRAM_FILE_BEYOND", "Telegram:Views:FileBeyond", WholeNumber(1000, 262_144), "40000", "Characters beyond which an answer is sent as a file, below its beginning"),
        new("TELEGRAM_MESSAGES_PER_MINUTE", "Telegram:Limits:PerMinute", WholeNumber(0, 10_000), "10", "Messages that one person may send in any minute; 0 is no limit, as in the next two"),
        new("TELEGRAM_MESSAGES_PER_HOUR", "Telegram:Limits:PerHour", WholeNumber(0, 10_000), "60", "The same for any hour"),
        new("TELEGRAM_MESSAGES_PER_DAY", "Telegram:Limits:PerDay", WholeNumber(0, 10_000), "300", "The same for any 24 hours"),
        new("TELEGRAM_ANSWER_CACHE", "Telegram:Answers:Enabled", Switch, "true", "Whether a question that only looks is answered from memory when it is asked again and the workspace has not changed"),
        new("TELEGRAM_ANSWER_CACHE_SIZE", "Telegram:Answers:Size", WholeNumber(1, 10_000), "100", "Answers that are kept for it"),
        new("TELEGRAM_ANSWER_CACHE_MINUTES", "Telegram:Answers:Minutes", Number("minutes", 1, 1440), "60", "Minutes for which one is kept"),
        new("TELEGRAM_MAX_UPLOAD_MB", "Telegram:Attachments:MaxUploadMegabytes", WholeNumber(1, 2000), "20", "Largest file that is taken from people, in MB; Telegram's own server gives no larger ones"),
        new("TELEGRAM_MAX_FILE_MB", "Telegram:Attachments:MaxFileMegabytes", WholeNumber(1, 2000), "50", "Largest file that is sent to people, in MB; Telegram's own server takes no larger ones"),
        new("VOICE_NOTE_ENABLED", "Telegram:Voice:Enabled", Switch, "true", "Whether voice notes are taken; one of the next two services has to be set"),
        new("TRANSCRIPTION_BASE_URL", "Telegram:Voice:BaseUrl", HttpUrl, "", "Service that writes voice notes down, with `/v1`: any with OpenAI's `/audio/transcriptions`"),
        new("TRANSCRIPTION_API_KEY", "Telegram:Voice:ApiKey", Secret, "", "Its key; local ones want none"),
        new("TRANSCRIPTION_MODEL", "Telegram:Voice:Model", Text, "whisper-1", "Its model"),
        new("DEEPGRAM_API_KEY", "Telegram:Voice:DeepgramApiKey", Secret, "", "Key for Deepgram, which is asked where TRANSCRIPTION_BASE_URL is unset"),
        new("DEEPGRAM_MODEL", "Telegram:Voice:DeepgramModel", Text, "nova-3", "Its model"),
        new("DEEPGRAM_BASE_URL", "Telegram:Voice:DeepgramBaseUrl", HttpUrl, "https://api.deepgram.com/v1", "Where it is"),
        new("VOICE_MAX_MB", "Telegram:Voice:MaxMegabytes", WholeNumber(1, 2000), "20", "Largest voice note in MB"),
        new("VOICE_MAX_SECONDS", "Telegram:Voice:MaxSeconds", WholeNumber(1, 86_400), "900", "Longest voice note in seconds"),
        new("VOICE_CANCEL_SECONDS", "Telegram:Voice:CancelSeconds", Seconds(0, 3600), "5", "Seconds in which a person can take back what was heard, before it runs"),
        new("TRANSCRIPTION_TIMEOUT", "Telegram:Voice:TimeoutSeconds", Seconds(1, 3600), "120", "Seconds for one try to have a voice note written down"),
        new("TRANSCRIPTION_MAX_RETRIES", "Telegram:Voice:MaxRetries", WholeNumber(0, 10), "3", "Further tries after a failure that may pass"),
    ];

    /// <summary>Every setting, those of the built-in providers included.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. General, .. ProviderCatalogue.BuiltIn.All.SelectMany(ProviderSettings.Of)];

    /// <summary>The settings where people have chosen names for providers of their own.</summary>
    public static IReadOnlyList<Setting> For(ProviderCatalogue providers)
    {
        var chosen = providers.All.Except(ProviderCatalogue.BuiltIn.All, ReferenceEqualityComparer.Instance).ToList();
        if (chosen.Count == 0) return All;

        var models = Models(providers).ToDictionary(setting => setting.Name, StringComparer.Ordinal);
        return [.. All.Select(setting => models.GetValueOrDefault(setting.Name, setting)), .. chosen.Cast<ProviderDefinition>().SelectMany(ProviderSettings.Of)];
    }

    /// <summary>Settings that free-claude-code has and this system does not (yet) act on.</summary>
    public static IReadOnlyList<string> Unsupported { get; } =
    [
        "MESSAGING_PLATFORM", "DISCORD_BOT_TOKEN", "ALLOWED_DISCORD_CHANNELS",
        "WHISPER_DEVICE", "WHISPER_MODEL", "HF_TOKEN",
        "LOG_FILE",
    ];

    private static IEnumerable<Setting> Models(ProviderCatalogue providers) =>
    [
        new("MODEL", "Routing:Default", SettingFormat.Models(providers), ConfiguredProviders.DefaultModel, "Model for everything that the three settings below do not name; further ones, separated by commas, are asked in this order where the first fails"),
        new("MODEL_OPUS", "Routing:Opus", SettingFormat.Models(providers), "as MODEL", "Models for Claude models with `opus` in their name"),
        new("MODEL_SONNET", "Routing:Sonnet", SettingFormat.Models(providers), "as MODEL", "Models for Claude models with `sonnet` in their name"),
        new("MODEL_HAIKU", "Routing:Haiku", SettingFormat.Models(providers), "as MODEL", "Models for Claude models with `haiku` in their name (titles, summaries); their requests let others go first"),
    ];
}
