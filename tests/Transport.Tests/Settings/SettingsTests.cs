using Microsoft.Extensions.Configuration;
using Pipeline.TestKit;
using Pipeline.Transport.Providers;
using Pipeline.Transport.Secrets;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void A_variable_sets_its_option()
    {
        var configuration = Configure(new() { ["NVIDIA_NIM_BASE_URL"] = "http://127.0.0.1:1/v1" });
        Assert.Equal("http://127.0.0.1:1/v1", configuration["Providers:nvidia_nim:BaseUrl"]);
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_an_empty_value_counts_as_unset()
    {
        var source = new SettingsSource(
            new Dictionary<string, string> { ["PORT"] = "1", ["HOST"] = "" },
            new Dictionary<string, string> { ["PORT"] = "2", ["HOST"] = "::1" });
        var configuration = new ConfigurationBuilder().AddPipelineSettings(source).Build();

        Assert.Equal("1", configuration["Ingress:Port"]);
        Assert.Equal("::1", configuration["Ingress:Host"]);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment()
    {
        var builder = new ConfigurationBuilder().AddCommandLine(["--Ingress:Port=3"]);
        var source = new SettingsSource(new Dictionary<string, string> { ["PORT"] = "1" }, new Dictionary<string, string>());
        Assert.Equal("3", builder.AddPipelineSettings(source).Build()["Ingress:Port"]);
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_by_the_names_people_wrote()
    {
        var faults = Configure(new()
        {
            ["PORT"] = "many",
            ["HOST"] = "example.com",
            ["HTTP_READ_TIMEOUT"] = "-1",
            ["MODEL_OPUS"] = "closed_ai/gpt",
            ["NVIDIA_NIM_BASE_URL"] = "nim",
        }).FormatFaults();

        Assert.Equal(
            ["HOST", "HTTP_READ_TIMEOUT", "MODEL_OPUS", "NVIDIA_NIM_BASE_URL", "PORT"],
            faults.Select(fault => fault.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wrong_value_under_an_option_key_is_found_as_well()
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(["--Ingress:Port=many"]).Build();
        Assert.StartsWith("PORT (Ingress:Port) is 'many'", Assert.Single(configuration.FormatFaults()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_provider_is_refused_with_the_list_of_those_there_are()
    {
        var fault = Assert.Single(Configure(new() { ["MODEL"] = "closed_ai/gpt" }).FormatFaults());
        Assert.Equal("MODEL is 'closed_ai/gpt', but 'closed_ai' is no known provider; the providers are: nvidia_nim, open_router, lmstudio, llamacpp, ollama, openai_compatible", fault);
    }

    [Fact]
    public void A_provider_with_a_name_of_ones_own_has_models_and_settings_under_it()
    {
        var configuration = Configure(new()
        {
            ["OPENAI_COMPATIBLE_PROVIDERS"] = "groq, vllm",
            ["GROQ_BASE_URL"] = "https://groq.example/v1",
            ["GROQ_RATE_LIMIT"] = "30",
            ["MODEL"] = "groq/llama, nvidia_nim/z-ai/glm4.7",
        });

        Assert.Empty(configuration.FormatFaults());
        Assert.Equal(("https://groq.example/v1", "30"), (configuration["Providers:groq:BaseUrl"], configuration["Providers:groq:RateLimit"]));
        Assert.Equal(["nvidia_nim", "groq"], configuration.ProvidersInUse().Select(provider => provider.Name));
        Assert.Contains("vllm", configuration.ProviderCatalogue().All.Select(provider => provider.Name));
    }

    [Theory]
    [InlineData("OPENAI_COMPATIBLE_PROVIDERS", "Groq", "'Groq' is no name for a provider")]
    [InlineData("OPENAI_COMPATIBLE_PROVIDERS", "ollama", "'ollama' is the name of a provider that is there already")]
    [InlineData("OPENAI_COMPATIBLE_PROVIDERS", "groq, http", "'http' begins other settings")]
    [InlineData("NVIDIA_NIM_API", "anthropic", "none of: openai")]
    [InlineData("OPENROUTER_HEADERS", "Content-Type: text/plain", "is not a list of headers")]
    [InlineData("MODEL", "nvidia_nim/a,,groq/b", "'groq' is no known provider")]
    [InlineData("MODEL", " , ", "not of the form provider/owner/name")]
    [InlineData("OPENROUTER_API", "grpc", "none of: openai, anthropic")]
    [InlineData("OLLAMA_QUIRKS", "no_images, no_fun", "has 'no_fun', which is none of: no_template_arguments")]
    [InlineData("LM_STUDIO_HEADERS", "X-Key secret", "is not a list of headers")]
    public void A_mistake_about_providers_says_what_is_wrong(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Single(Configure(new() { [name] = value }).FormatFaults()), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_secret_is_not_repeated()
    {
        var fault = Assert.Single(Configure(new() { ["NVIDIA_NIM_API_KEY"] = "nvapi-one two" }).FormatFaults());
        Assert.StartsWith("NVIDIA_NIM_API_KEY ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("nvapi", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TELEGRAM_BOT_TOKEN", "123456:ABC-DEF_x", true)]
    [InlineData("TELEGRAM_BOT_TOKEN", "hidden", false)]
    [InlineData("TELEGRAM_BOT_TOKEN", "bot123456:hidden", false)]
    [InlineData("TELEGRAM_WEBHOOK_SECRET", "a-Long_value1", true)]
    [InlineData("TELEGRAM_WEBHOOK_SECRET", "hidden!", false)]
    [InlineData("ALLOWED_TELEGRAM_USER_ID", "1234567890, 5", true)]
    public void What_telegram_wants_is_checked_and_secrets_are_not_repeated(string name, string value, bool right)
    {
        var faults = Configure(new() { [name] = value }).FormatFaults();

        Assert.Equal(right, faults.Count == 0);
        Assert.All(faults, fault => Assert.StartsWith($"{name} is not", fault, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@ann")]
    [InlineData("7, -100123")]
    [InlineData("7;8")]
    public void People_are_named_by_their_numbers(string value) =>
        Assert.StartsWith("ALLOWED_TELEGRAM_USER_ID has", Assert.Single(Configure(new() { ["ALLOWED_TELEGRAM_USER_ID"] = value }).FormatFaults()), StringComparison.Ordinal);

    [Fact]
    public void The_bots_token_is_hidden_wherever_it_turns_up()
    {
        var secrets = new ConfiguredSecrets(Configure(new() { ["TELEGRAM_BOT_TOKEN"] = "123456:ABC-DEF_x", ["TELEGRAM_WEBHOOK_SECRET"] = "a-Long_value1" }));

        Assert.Equal("GET /bot[key]/getMe [key]", secrets.Hide("GET /bot123456:ABC-DEF_x/getMe a-Long_value1"));
    }

    [Theory]
    [InlineData("postgres://me:pw@host:5432/db?sslmode=require", true)]
    [InlineData("Host=h;Username=me;Password=pw;Database=d", true)]
    [InlineData("mysql://me:hidden@host/db", false)]
    [InlineData("postgres://me:hidden@host", false)]
    [InlineData("Database=hidden", false)]
    [InlineData("hidden", false)]
    public void A_database_is_named_by_URL_or_by_keys_and_a_wrong_value_is_not_repeated(string value, bool right)
    {
        var faults = Configure(new() { ["DATABASE_URL"] = value }).FormatFaults();

        Assert.Equal(right, faults.Count == 0);
        Assert.All(faults, fault => Assert.StartsWith("DATABASE_URL is neither", fault, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_list_of_variables_is_refused_without_showing_its_lines()
    {
        using var directory = new TemporaryDirectory("settings");
        File.WriteAllText(Path.Combine(directory.Path, ".env"), "NVIDIA_NIM_API_KEY \"nvapi-secret\n");

        var fault = Assert.Throws<SettingsException>(() => SettingsSource.Read(directory.Path));
        Assert.Contains(".env", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nvapi", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_claude_code_file_is_read_and_what_has_no_effect_is_named()
    {
        using var directory = new TemporaryDirectory("settings");
        File.WriteAllText(Path.Combine(directory.Path, ".env"), """
            # NVIDIA NIM Config
            NVIDIA_NIM_API_KEY="nvapi-key"
            MODEL="nvidia_nim/z-ai/glm4.7"   # fallback
            DISCORD_BOT_TOKEN="x"
            HF_TOKEN=""
            """);

        var source = SettingsSource.Read(directory.Path);
        var configuration = new ConfigurationBuilder().AddPipelineSettings(source).Build();
        Assert.Equal("nvapi-key", configuration["Providers:nvidia_nim:ApiKey"]);
        Assert.Equal("nvidia_nim/z-ai/glm4.7", configuration["Routing:Default"]);
        Assert.Equal(["DISCORD_BOT_TOKEN"], source.UnsupportedNames());
        Assert.Empty(configuration.FormatFaults());
    }

    [Theory]
    [InlineData("\uFEFFMODEL=nvidia_nim/a/b\r\n# a comment\r\nPORT=5\r\n")]
    [InlineData("export MODEL=nvidia_nim/a/b\nexport PORT='5'")]
    [InlineData("MODEL = nvidia_nim/a/b  # a comment\n\nPORT = 5")]
    public void A_file_is_read_as_shells_and_editors_write_it(string text)
    {
        using var directory = new TemporaryDirectory("settings");
        var file = Path.Combine(directory.Path, ".env");
        File.WriteAllText(file, text);

        var variables = DotEnvFile.Read(file);
        Assert.Equal(("nvidia_nim/a/b", "5"), (variables["MODEL"], variables["PORT"]));
    }

    [Fact]
    public void A_directory_named_as_the_file_is_no_settings_file()
    {
        using var directory = new TemporaryDirectory("settings");
        Assert.Empty(DotEnvFile.Read(directory.Path));
    }

    [Theory]
    [InlineData("ANTHROPIC_AUTH_TOKEN='a$HOME#b'", "a$HOME#b")]
    [InlineData("ANTHROPIC_AUTH_TOKEN=\"it's\"", "it's")]
    public void A_quoted_value_of_a_file_is_taken_as_the_README_says(string line, string expected)
    {
        using var directory = new TemporaryDirectory("settings");
        File.WriteAllText(Path.Combine(directory.Path, ".env"), line);

        Assert.Equal(expected, SettingsSource.Read(directory.Path).Value("ANTHROPIC_AUTH_TOKEN"));
    }

    private static IConfigurationRoot Configure(Dictionary<string, string> environment) =>
        new ConfigurationBuilder().AddPipelineSettings(new SettingsSource(environment, new Dictionary<string, string>())).Build();
}
