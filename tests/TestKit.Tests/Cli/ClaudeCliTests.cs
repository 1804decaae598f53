using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Pipeline.TestKit.Cli;

namespace Pipeline.TestKit.Tests.Cli;

[SupportedOSPlatform("linux")]
public sealed class ClaudeCliTests
{
    [Fact]
    public async Task Real_cli_prints_the_answer_of_the_server_it_was_pointed_at()
    {
        await using var stub = await AnthropicStub.StartAsync(_ => AnthropicStub.Text("hello from the stub"));
        await using var cli = new ClaudeCli(stub.BaseAddress);

        var run = await cli.RunAsync("Say hello.");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.False(run.IsError, run.ToString());
        Assert.Equal("hello from the stub", run.Text);
    }

    [Fact]
    public async Task Resumed_session_sends_the_earlier_turns_again()
    {
        await using var stub = await AnthropicStub.StartAsync(body =>
            AnthropicStub.Text(Conversation(body).Contains("the word is heron", StringComparison.Ordinal) ? "remembered" : "forgotten"));
        await using var cli = new ClaudeCli(stub.BaseAddress);

        var first = await cli.RunAsync("Remember: the word is heron.");
        var resumed = await cli.ResumeAsync(first.SessionId, "What is the word?");
        var fresh = await cli.RunAsync("What is the word?");

        Assert.Equal("remembered", resumed.Text);
        Assert.Equal("forgotten", fresh.Text);
    }

    [Fact]
    public async Task Tool_calls_run_in_the_workspace_and_are_seen_with_their_results()
    {
        await using var stub = await AnthropicStub.StartAsync(body => HasToolResult(body)
            ? AnthropicStub.Text("done")
            : AnthropicStub.ToolUse("Bash", """{"command":"echo written > proof.txt && cat proof.txt","description":"Write a file"}"""));
        await using var cli = new ClaudeCli(stub.BaseAddress);

        var run = await cli.RunAsync("Write a file.");

        Assert.Equal("done", run.Text);
        Assert.Equal("Bash", Assert.Single(run.ToolUses).GetProperty("name").GetString());
        Assert.Contains("written", Assert.Single(run.ToolResults).GetRawText(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(cli.Workspace, "proof.txt")));
    }

    [Fact]
    public async Task Run_beyond_its_limit_is_killed_with_its_children_and_says_what_it_printed()
    {
        using var directory = new TemporaryDirectory("script");
        var script = Path.Combine(directory.Path, "claude");
        await File.WriteAllTextAsync(script, "#!/bin/bash\nsleep 600 &\necho \"child $!\"\nwait\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var cli = new ClaudeCli(new ClaudeCliOptions
        {
            BaseAddress = new Uri("http://127.0.0.1:1"),
            Executable = script,
            TimeLimit = TimeSpan.FromSeconds(2),
        });

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => cli.RunAsync("never answered"));

        await HasExitedAsync(int.Parse(failure.Message.Split("child ")[1].Split('\n')[0])).Soon();
    }

    [Fact]
    public async Task Environment_is_clean()
    {
        using var directory = new TemporaryDirectory("script");
        var script = Path.Combine(directory.Path, "claude");
        await File.WriteAllTextAsync(script, "#!/bin/bash\nenv\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var cli = new ClaudeCli(new ClaudeCliOptions { BaseAddress = new Uri("http://127.0.0.1:1/"), Executable = script });

        var names = (await cli.RunAsync("x")).Output.Split('\n').Select(line => line.Split('=')[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("ANTHROPIC_BASE_URL", names);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", names);
        names.ExceptWith(["PATH", "HOME", "SHELL", "IS_SANDBOX", "PWD", "SHLVL", "_", "", "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"]);
        Assert.All(names, name => Assert.StartsWith("CLAUDE_CODE_", name, StringComparison.Ordinal));
    }

    private static string Conversation(JsonElement body) => body.GetProperty("messages").GetRawText();

    private static bool HasToolResult(JsonElement body) => Conversation(body).Contains("\"tool_result\"", StringComparison.Ordinal);

    private static async Task HasExitedAsync(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // There is no such process any more.
        }
    }
}
