using Pipeline.Contracts.Transcripts;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Start;

public sealed class StartTests : IDisposable
{
    private const string TellEnvironment = "env -0 > environment; printf '%s\\0' \"${arguments[@]}\" > arguments; result done";

    private readonly RunBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_run_gets_what_it_needs_of_this_machine_and_no_secret_of_ours()
    {
        foreach (var name in new[] { "NVIDIA_NIM_API_KEY", "DATABASE_URL", "RABBITMQ_URL" }) _bench.Variables[name] = "secret";
        _bench.Variables["ANTHROPIC_AUTH_TOKEN"] = "operators-secret";
        var request = RunBench.Request(TellEnvironment);
        Assert.Equal(RunState.Completed, (await _bench.RunAsync(request, CancellationToken.None)).State);

        var variables = (await ReadAsync("environment")).Select(entry => entry.Split('=', 2)).ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal);
        string[] expected =
        [
            "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "CLAUDE_CODE_DISABLE_1M_CONTEXT", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "PIPELINE_RUN", "PATH", "HOME",
        ];
        string[] ofThisMachine = ["IS_SANDBOX", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CLAUDE_CONFIG_DIR"];
        string[] ofTheShell = ["PWD", "OLDPWD", "SHLVL", "_"];
        Assert.Empty(expected.Except(variables.Keys));
        Assert.Empty(variables.Keys.Except([.. expected, .. ofThisMachine, .. ofTheShell]));
        Assert.Equal(Environment.IsPrivilegedProcess, variables.ContainsKey("IS_SANDBOX"));
        Assert.NotEqual("operators-secret", variables["ANTHROPIC_AUTH_TOKEN"]);
        Assert.Matches($"^traceparent: 00-{request.RunId:N}-[0-9a-f]{{16}}-01$", variables["ANTHROPIC_CUSTOM_HEADERS"]);
        Assert.StartsWith($"{request.RunId:N}:", variables["PIPELINE_RUN"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_a_token_of_its_own_that_names_its_node()
    {
        await _bench.RunAsync("printf '%s' \"$ANTHROPIC_AUTH_TOKEN\" > token; result done");
        var token = await File.ReadAllTextAsync(Path.Combine(_bench.Workspace, "token"));
        Assert.Equal("node-1", new RunTokens("operators-secret").Verify(token, TimeProvider.System.GetUtcNow())?.Node);
    }

    [Fact]
    public async Task The_prompt_is_not_among_the_arguments()
    {
        await _bench.RunAsync(TellEnvironment);
        Assert.Equal(
            ["-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--permission-mode", "bypassPermissions"],
            (await ReadAsync("arguments")).Take(7));
        Assert.DoesNotContain(await ReadAsync("arguments"), argument => argument.Contains("result done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_task_chooses_is_never_taken_for_another_option()
    {
        await _bench.RunAsync(
            RunBench.Request(TellEnvironment + "; printf '%s' \"$ANTHROPIC_CUSTOM_HEADERS\" > headers") with
            {
                SessionId = "--resume-me",
                ForkSession = true,
                Model = "--model",
                MaxTurns = 3,
                AppendSystemPrompt = "--be kind",
                AddDirectories = ["more"],
                TraceParent = "00-1-2-01",
            },
            CancellationToken.None);
        var workspace = _bench.Workspace;
        Assert.Equal(
            ["--resume=--resume-me", "--fork-session", "--model=--model", "--max-turns=3", "--append-system-prompt=--be kind", $"--add-dir={workspace}/more", $$"""--settings={"plansDirectory":"{{workspace}}/plans"}"""],
            (await ReadAsync("arguments")).Skip(7));
        Assert.Equal("traceparent: 00-1-2-01", await File.ReadAllTextAsync(Path.Combine(workspace, "headers")));
    }

    private async Task<string[]> ReadAsync(string file) =>
        (await File.ReadAllTextAsync(Path.Combine(_bench.Workspace, file))).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
