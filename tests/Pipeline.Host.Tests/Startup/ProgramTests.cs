using System.Net;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Sse;

namespace Pipeline.Host.Tests.Startup;

/// <summary>The program as people start it: a process of its own, its output, its exit code.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task The_demo_answers_the_real_CLI_without_key_and_network()
    {
        await using var host = await HostProcess.StartAsync(["--demo", "--urls", "http://127.0.0.1:0"]);
        await using var claude = new ClaudeCli(host.Address);

        var run = await claude.RunAsync("hello");

        Assert.Contains("Hello from Pipeline's demo", run.Text, StringComparison.Ordinal);
        Assert.Contains("hello", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_says_how_to_point_Claude_Code_at_it_and_what_serves_what()
    {
        await using var host = await HostProcess.StartAsync(
            ["--urls", "http://127.0.0.1:0"],
            new() { ["NVIDIA_NIM_API_KEY"] = "nvapi-secret", ["MODEL_HAIKU"] = "nvidia_nim/small/model", ["ANTHROPIC_AUTH_TOKEN"] = "client-secret" });

        Assert.Contains($"export ANTHROPIC_BASE_URL={host.Address.GetLeftPart(UriPartial.Authority)}", host.Output, StringComparison.Ordinal);
        Assert.Contains("export CLAUDE_CODE_DISABLE_1M_CONTEXT=1", host.Output, StringComparison.Ordinal);
        Assert.Contains("nvidia_nim/small/model serves haiku", host.Output, StringComparison.Ordinal);
        Assert.Contains("nvidia_nim/z-ai/glm4.7 serves opus, sonnet", host.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(host.Directory, ".pipeline"), host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_it_starts_says_what_is_missing_and_refuses_in_the_same_words()
    {
        await using var host = await HostProcess.StartAsync(["--urls", "http://127.0.0.1:0"]);
        using var client = new SseClient(host.Address);
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());

        Assert.Contains("Missing NVIDIA_NIM_API_KEY", host.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
        Assert.Contains("NVIDIA_NIM_API_KEY", (await response.ReadJsonAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_env_file_in_the_working_directory_is_read_and_what_has_no_effect_is_named()
    {
        await using var host = await HostProcess.StartAsync(
            ["--urls", "http://127.0.0.1:0"],
            file: "NVIDIA_NIM_API_KEY=\"nvapi-x\"\nMODEL=\"nvidia_nim/qwen/qwen3\"\nDISCORD_BOT_TOKEN=abc\n");

        Assert.Contains("nvidia_nim/qwen/qwen3 serves", host.Output, StringComparison.Ordinal);
        await host.SaysAsync("DISCORD_BOT_TOKEN is set, but Pipeline does not support it");
        Assert.DoesNotContain("Missing", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_dotnet_run_the_working_directory_is_still_where_it_was_called()
    {
        await using var host = await HostProcess.StartFromSourceAsync(["--urls", "http://127.0.0.1:0"], file: "NVIDIA_NIM_API_KEY=x\nMODEL=nvidia_nim/from/here\n");

        Assert.Contains("nvidia_nim/from/here serves", host.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(host.Directory, ".pipeline"), host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_the_configuration_is_listed_at_once()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync([], new()
        {
            ["MODEL"] = "closed_ai/gpt",
            ["PORT"] = "many",
            ["HOST"] = "0.0.0.0",
            ["HTTP_READ_TIMEOUT"] = "soon",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains("'closed_ai' is no known provider; the providers are: nvidia_nim", output, StringComparison.Ordinal);
        Assert.Contains("PORT is 'many'", output, StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_AUTH_TOKEN is not set", output, StringComparison.Ordinal);
        Assert.Contains("HTTP_READ_TIMEOUT is 'soon'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/base")]
    public async Task An_address_that_nobody_can_listen_on_is_told_in_words(string url)
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["--urls", url]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"cannot listen on {url}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appsettings_file_of_the_project_in_the_working_directory_is_none_of_ours()
    {
        using var project = new TemporaryDirectory("project");
        await File.WriteAllTextAsync(Path.Combine(project.Path, "appsettings.json"), """{"Routing":{"Default":"nvidia_nim/not/ours"}}""");

        await using var host = await HostProcess.StartAsync(["--urls", "http://127.0.0.1:0"], directory: project.Path);

        Assert.DoesNotContain("not/ours", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told_in_words()
    {
        await using var host = await HostProcess.StartAsync(["--demo", "--urls", "http://127.0.0.1:0"]);

        var (exitCode, output) = await HostProcess.RunToEndAsync(["--demo", "--urls", host.Address.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal(1, exitCode);
        Assert.Contains("already in use", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused_with_the_list_of_those_there_are()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["serve"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("'serve'", output, StringComparison.Ordinal);
        Assert.Contains("--demo", output, StringComparison.Ordinal);
    }
}
