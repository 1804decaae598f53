using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Cli;

/// <summary>Becomes a program.</summary>
internal static partial class Executable
{
    private const int SigPipe = 13;

    /// <summary>
    /// Replaces this process by the program, so that signals and the terminal are the program's own.
    /// Where a process cannot be replaced, runs it and returns its exit code.
    /// </summary>
    /// <param name="path">Full path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Variables to set, or with null to unset, in its environment.</param>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public static int Become(string path, string[] arguments, IReadOnlyDictionary<string, string?> variables)
    {
        if (OperatingSystem.IsWindows()) return Run(path, arguments, variables);

        // The runtime ignores SIGPIPE, and what is ignored stays so in the new program.
        Signal(SigPipe, 0);
        Execve(path, [path, .. arguments, null], [.. EnvironmentWith(variables), null]);
        var error = Marshal.GetLastPInvokeError();
        throw new Win32Exception(error, $"{path} could not be started: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static IEnumerable<string> EnvironmentWith(IReadOnlyDictionary<string, string?> variables) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => !variables.ContainsKey((string)entry.Key))
            .Select(entry => $"{entry.Key}={entry.Value}")
            .Concat(variables.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value}"));

    private static int Run(string path, string[] arguments, IReadOnlyDictionary<string, string?> variables)
    {
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execve(string path, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Signal(int signal, nint handler);
}
