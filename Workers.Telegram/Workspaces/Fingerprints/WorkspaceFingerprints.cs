using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Telegram.Workspaces.Fingerprints;

/// <summary>Tells whether a workspace is as it was: equal fingerprints mean that nothing has changed which git, or a listing, would show.</summary>
internal sealed class WorkspaceFingerprints(TimeProvider time, ILogger<WorkspaceFingerprints> log)
{
    /// <summary>For each question to git, and for looking at everything.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(3);

    /// <summary>The fingerprint; null where the workspace is too large or cannot be looked at, so that nothing can be said of it.</summary>
    /// <param name="workspace">Its real path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> TakeAsync(string workspace, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeLimit, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Task.Run(() => LookAsync(workspace, ending.Token), ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogDebug(fault, "The workspace {Workspace} could not be looked at; answers there are not reused", workspace);
            return null;
        }
    }

    private async Task<string?> LookAsync(string workspace, CancellationToken cancellationToken)
    {
        using var hash = new FingerprintHash();
        var git = new GitRepository(workspace, TimeLimit, time);
        var isWhole = git.IsThere
            ? await RepositoryFingerprint.TryAddAsync(hash, workspace, git, cancellationToken)
            : DirectoryFingerprint.TryAdd(hash, new DirectoryInfo(workspace), isWorkspace: true, cancellationToken);
        return isWhole ? hash.Finish() : null;
    }
}
