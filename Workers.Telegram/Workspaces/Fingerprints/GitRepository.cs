using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Transport.Processes;

namespace Pipeline.Workers.Telegram.Workspaces.Fingerprints;

/// <summary>
/// Asks git about a workspace that an agent may have prepared for us. Only what runs no program of the repository's choice:
/// <c>status</c> and <c>diff</c> are not asked, because they may run its clean filters, which nothing turns off.
/// </summary>
/// <param name="directory">The real path of the workspace, which must be the top of its working tree.</param>
/// <param name="timeLimit">For each question.</param>
/// <param name="time">The clock.</param>
internal sealed class GitRepository(string directory, TimeSpan timeLimit, TimeProvider time)
{
    private static readonly string? Program = ProgramPath.Find("git");

    // These outrank what the repository's own configuration says.
    private static readonly string[] SafeOptions =
    [
        "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs",
        "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*",
    ];

    /// <summary>Whether there is a repository, and a git to ask about it.</summary>
    public bool IsThere => Program is not null && Path.Exists(Path.Combine(directory, ".git"));

    /// <summary>What git prints; null where it fails, prints more than the bound, or takes too long.</summary>
    /// <param name="most">Most bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="arguments">The question.</param>
    public async Task<byte[]?> AskAsync(int most, CancellationToken cancellationToken, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(timeLimit, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var process = Start(arguments);
        if (process is null) return null;

        try
        {
            var output = await ReadAsync(process.StandardOutput.BaseStream, most, ending.Token);
            if (output is null) return null;

            await process.WaitForExitAsync(ending.Token);
            return process.ExitCode == 0 ? output : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process? Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, [.. SafeOptions, .. arguments])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment()) start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    // None of ours: it holds keys. A repository above the workspace is another's, where the workspace may even be ignored.
    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal)
    {
        ["PATH"] = Path.GetDirectoryName(Program)!,
        ["LC_ALL"] = "C",
        ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(directory) ?? directory,
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_ALLOW_PROTOCOL"] = "none",
    };

    private static async Task<byte[]?> ReadAsync(Stream output, int most, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[16_384];
        int count;
        while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (read.Length + count > most) return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
