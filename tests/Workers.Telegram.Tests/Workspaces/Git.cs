using System.Diagnostics;
using Pipeline.TestKit;

namespace Pipeline.Workers.Telegram.Tests.Workspaces;

/// <summary>Git as a person uses it.</summary>
internal static class Git
{
    public static async Task InitAsync(string directory)
    {
        await RunAsync(directory, "init", "--quiet");
        await RunAsync(directory, "config", "user.name", "Test");
        await RunAsync(directory, "config", "user.email", "test@example.com");
    }

    public static async Task CommitAsync(string directory)
    {
        await RunAsync(directory, "add", "--all");
        await RunAsync(directory, "commit", "--quiet", "--allow-empty", "--message", "Commit");
    }

    /// <summary>What it prints; a failure fails the test.</summary>
    public static async Task<string> RunAsync(string directory, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await git.StandardOutput.ReadToEndAsync().Soon();
        await git.WaitForExitAsync().Soon();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
