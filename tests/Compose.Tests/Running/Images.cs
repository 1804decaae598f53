using System.Diagnostics;
using Pipeline.Compose.Tests.Declared;
using Pipeline.TestKit;

namespace Pipeline.Compose.Tests.Running;

/// <summary>What the Dockerfile builds, without an engine: its own commands, run in a copy of its context.</summary>
internal sealed class Images(string directory)
{
    private static readonly Lazy<Task<Images>> OfThisProcess = new(BuildAsync);

    private readonly Dockerfile _dockerfile = Dockerfile.Read();

    /// <summary>Built at first use, once for all tests.</summary>
    public static Task<Images> Built => OfThisProcess.Value;

    /// <summary>The image of one role.</summary>
    /// <param name="target">The Dockerfile's stage.</param>
    public Image this[string target]
    {
        get
        {
            var stage = _dockerfile[target];
            return new Image(Path.Combine(directory, stage.Published(_dockerfile["build"])), stage.EntryPoint, stage.Environment);
        }
    }

    private static async Task<Images> BuildAsync()
    {
        var directory = new TemporaryDirectory("images");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        BuildContext.CopyTo(directory.Path);
        var images = new Images(directory.Path);
        foreach (var command in images._dockerfile["build"].Commands) await RunAsync(command, directory.Path);
        return images;
    }

    private static async Task RunAsync(string command, string directory)
    {
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test run is a build's child, whose settings are not this build's; and no build server outlives it.
        var inherited = start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var name in inherited) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";

        // One compiler that stays warm from project to project; it would wait for more work.
        var compiler = $"pipeline-images-{Environment.ProcessId}";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = compiler;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        using var end = Process.Start("pkill", ["-f", "--", $"-pipename:{compiler}"]);
        await end.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }
}

/// <summary>One role's image.</summary>
/// <param name="Directory">What its working directory holds.</param>
/// <param name="EntryPoint">The program, relative to it, and its arguments.</param>
/// <param name="Environment">The image's own variables.</param>
internal sealed record Image(string Directory, IReadOnlyList<string> EntryPoint, IReadOnlyDictionary<string, string> Environment);
