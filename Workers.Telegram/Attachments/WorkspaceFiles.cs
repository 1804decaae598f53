using Microsoft.Extensions.Options;
using Pipeline.Transport.Files;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Finds the files that people ask for: of the workspace, and wherever links lead, not beyond it.</summary>
internal sealed class WorkspaceFiles(IOptions<AttachmentOptions> options)
{
    private const string Descriptors = "/proc/self/fd";

    // What is said of it has to fit into one message.
    private const int MostWords = 500;

    private readonly int _megabytes = options.Value.MaxFileMegabytes;

    /// <summary>Opens a file to send it.</summary>
    /// <param name="workspace">The real path of the workspace.</param>
    /// <param name="named">What the person has typed: a path in the workspace, or an absolute one that leads there.</param>
    /// <exception cref="WorkspaceFileException">Says in words why it cannot be sent.</exception>
    public SendableFile Open(string workspace, string named)
    {
        var typed = named.Trim().Trim('"', '\'', '`').Trim();
        if (typed.Length == 0) throw new WorkspaceFileException("Name the file, as in: /file src/notes.md");

        var shown = OneLine.Of(typed, MostWords);
        try
        {
            var path = RealPath.Of(typed, workspace);
            if (!RealPath.IsWithin(path, workspace)) throw Outside(shown);

            CheckSize(path, shown);
            return OpenReal(path, workspace, shown);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkspaceFileException($"'{shown}' cannot be read: {OneLine.Of(fault.Message, MostWords)}", fault);
        }
    }

    private void CheckSize(string path, string shown)
    {
        if (Directory.Exists(path)) throw new WorkspaceFileException($"'{shown}' is a directory; name one file in it.");

        var file = new FileInfo(path);
        if (!file.Exists) throw new WorkspaceFileException($"There is no file '{shown}' in the workspace.");

        // Pipes, sockets and devices have no size either, and would be waited for without end.
        if (file.Length == 0) throw new WorkspaceFileException($"'{shown}' is empty, or no regular file; there is nothing to send.");
        if (file.Length > (long)_megabytes * AttachmentOptions.Megabyte)
            throw new WorkspaceFileException($"'{shown}' has {Math.Ceiling(file.Length / (double)AttachmentOptions.Megabyte)} MB; Telegram takes up to {_megabytes} MB.");
    }

    private static SendableFile OpenReal(string path, string workspace, string shown)
    {
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            if (!IsStillWithin(content, workspace)) throw Outside(shown);
            return new SendableFile(Path.GetFileName(path), content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    // The agent may have put a link into the path since it was looked at: what counts is what has been opened.
    private static bool IsStillWithin(FileStream content, string workspace) =>
        !Directory.Exists(Descriptors)
        || new FileInfo($"{Descriptors}/{content.SafeFileHandle.DangerousGetHandle()}").LinkTarget is not { } opened
        || RealPath.IsWithin(opened, workspace);

    private static WorkspaceFileException Outside(string shown) =>
        new($"'{shown}' is outside the workspace, or leads out of it; only files in it can be sent.");
}
