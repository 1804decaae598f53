using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Saves the files that people send. The same file for the same node is saved once, however often it comes.</summary>
internal sealed class Uploads(IOptions<AttachmentOptions> options)
{
    private const int BufferBytes = 81_920;
    private const int MostOfOneName = 1000;

    private readonly int _megabytes = options.Value.MaxUploadMegabytes;

    private long Most => (long)_megabytes * AttachmentOptions.Megabyte;

    /// <summary>Fetches a file into the workspace. It is there whole or not at all.</summary>
    /// <param name="workspace">The real path of the workspace.</param>
    /// <param name="nodeId">The node that it is for.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="WorkspaceFileException">It is too large, or cannot be saved.</exception>
    public async Task<SavedFile> SaveAsync(string workspace, Guid nodeId, IncomingFile file, CancellationToken cancellationToken)
    {
        var name = FileName.Safe(file.Name, file.MimeType);
        if (file.Bytes > Most) throw TooLarge(name);

        await using var content = await file.OpenAsync(cancellationToken);
        try
        {
            var directory = await UploadDirectory.CreateAsync(workspace, nodeId, cancellationToken);
            var saved = await SaveAsync(directory, name, content, cancellationToken);
            return new SavedFile(Path.GetRelativePath(workspace, saved.FullName).Replace(Path.DirectorySeparatorChar, '/'), saved.Length);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new WorkspaceFileException($"'{name}' cannot be saved in the workspace: {fault.Message}", fault);
        }
    }

    private async Task<FileInfo> SaveAsync(string directory, string name, Stream content, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(directory, $".{Guid.NewGuid():N}.part");
        try
        {
            await WriteAsync(temporary, name, content, cancellationToken);
            return Place(temporary, directory, name);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task WriteAsync(string path, string name, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (file.Length + read > Most) throw TooLarge(name);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private static FileInfo Place(string temporary, string directory, string name)
    {
        for (var n = 1; n <= MostOfOneName; n++)
        {
            var path = new FileInfo(Path.Combine(directory, FileName.Numbered(name, n)));
            if (TryMove(temporary, path.FullName) || IsSame(temporary, path)) return new FileInfo(path.FullName);
        }

        throw new WorkspaceFileException($"There are too many files named '{name}'; give this one another name.");
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }
    }

    private static bool IsSame(string temporary, FileInfo other)
    {
        if (!other.Exists || other.LinkTarget is not null || other.Length != new FileInfo(temporary).Length) return false;

        using var mine = File.OpenRead(temporary);
        using var theirs = other.OpenRead();
        return SHA256.HashData(mine).AsSpan().SequenceEqual(SHA256.HashData(theirs));
    }

    private WorkspaceFileException TooLarge(string name) => new($"'{name}' is too large: I take files of up to {_megabytes} MB.");
}
