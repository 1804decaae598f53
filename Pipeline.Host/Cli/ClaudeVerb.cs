using System.ComponentModel;
using Pipeline.Host.Startup;
using Pipeline.Ingress;
using Pipeline.Transport.Hosting;
using Pipeline.Transport.Processes;
using Pipeline.Transport.Settings;

namespace Pipeline.Host.Cli;

/// <summary>Becomes the Claude Code CLI, pointed at the running host.</summary>
internal static class ClaudeVerb
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var settings = SettingsSource.Read(Directory.GetCurrentDirectory());
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables();
            configuration.AddPipelineSettings(settings);

            var program = configuration["Cli:Path"] ?? "claude";
            if (ProgramPath.Find(program) is not { } path)
                return Fail($"'{program}' was not found on the PATH. Install it with: npm install -g @anthropic-ai/claude-code, or set CLAUDE_CLI_PATH.");
            if (await FindHostAsync(configuration) is not { } url)
                return Fail("No running host was found. Start one first, in another terminal: dotnet run --project Pipeline.Host");

            return Executable.Become(path, arguments, Variables(url, configuration));
        }
        catch (Win32Exception fault)
        {
            return Fail(fault.Message);
        }
        catch (SettingsException fault)
        {
            return Fail(fault.Message);
        }
    }

    private static Dictionary<string, string?> Variables(string url, ConfigurationManager configuration) => new(StringComparer.Ordinal)
    {
        ["ANTHROPIC_BASE_URL"] = url,
        ["ANTHROPIC_AUTH_TOKEN"] = configuration[$"{IngressOptions.Section}:{nameof(IngressOptions.AuthToken)}"] ?? "pipeline",

        // The CLI would ask which of the two to use.
        ["ANTHROPIC_API_KEY"] = null,

        // Its default model assumes a window of 1,000,000 tokens, which no upstream here has.
        ["CLAUDE_CODE_DISABLE_1M_CONTEXT"] = "1",
    };

    private static async Task<string?> FindHostAsync(ConfigurationManager configuration)
    {
        var configured = ListenUrls.ForClients(IngressUrl.From(configuration));

        // The host is near: a proxy for the world outside has no part in this.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var url in new[] { HostRecord.ReadUrl(configuration), configured })
        {
            if (url is not null && await AnswersAsync(http, url)) return url;
        }

        return null;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync($"{url}/health/live");
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or NotSupportedException)
        {
            return false;
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
