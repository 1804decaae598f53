namespace Pipeline.Transport.Processes;

/// <summary>Finds programs as a shell does, and so not in the working directory, which is somebody's project.</summary>
public static class ProgramPath
{
    /// <summary>The program's full path; null where there is none such on the <c>PATH</c>.</summary>
    /// <param name="program">Its name, or with a separator its path.</param>
    public static string? Find(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return File.Exists(program) ? Path.GetFullPath(program) : null;

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        var directories = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return directories
            .SelectMany(directory => endings.Select(ending => Path.Combine(directory, program + ending)))
            .FirstOrDefault(File.Exists);
    }
}
