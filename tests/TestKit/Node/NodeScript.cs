using System.Diagnostics;
using System.Text;

namespace Pipeline.TestKit.Node;

/// <summary>Runs a script of the tests with Node.js.</summary>
public static class NodeScript
{
    /// <summary>Runs a script to its end and returns the lines that it wrote.</summary>
    /// <param name="script">Path of the script, from the repository's root.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Lines for its standard input.</param>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, IEnumerable<string> arguments, IEnumerable<string> input)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(RepositoryRoot.Path, script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");

        // It may write before it has read all.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        foreach (var line in input) await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output).TrimEnd('\n').Split('\n')
            : throw new InvalidOperationException($"{script} ended with {process.ExitCode}:\n{await errors}");
    }
}
