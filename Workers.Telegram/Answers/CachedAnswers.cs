using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.Workspaces.Fingerprints;

namespace Pipeline.Workers.Telegram.Answers;

/// <summary>
/// Answers read-only questions that are asked again, while their workspace is as it was before and after they were answered.
/// In the memory of the worker that asked: what a restart or another worker does not know is asked once more.
/// </summary>
internal sealed class CachedAnswers(WorkspaceFingerprints fingerprints, IOptions<AnswerCacheOptions> options, TimeProvider time)
{
    private readonly AnswerCacheOptions _options = options.Value;
    private readonly RecentlyUsed<Question, Known> _known = new(options.Value.Size, TimeSpan.FromMinutes(options.Value.Minutes), time);
    private readonly RecentlyUsed<Guid, AskedQuestion> _running = new(options.Value.Size, TimeSpan.FromMinutes(options.Value.Minutes), time);

    /// <summary>Looks a question up; only for prompts without files that start a tree.</summary>
    /// <param name="question">The question.</param>
    /// <param name="refresh">Whether the person wants it asked again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where its answer may not be reused; else to be handed to <see cref="Expect"/> where it has no answer.</returns>
    public async Task<AskedQuestion?> AskAsync(Question question, bool refresh, CancellationToken cancellationToken)
    {
        var normalised = question.Normalised;
        if (!_options.Enabled || !ReadOnlyQuestion.Is(normalised.Prompt)) return null;
        if (await fingerprints.TakeAsync(normalised.Workspace, cancellationToken) is not { } fingerprint) return null;

        if (!_known.TryGet(normalised, out var known)) return new AskedQuestion(normalised, fingerprint, null);
        if (!refresh && known.Fingerprint == fingerprint) return new AskedQuestion(normalised, fingerprint, known.Answer);

        _known.Remove(normalised);
        return new AskedQuestion(normalised, fingerprint, null);
    }

    /// <summary>The question is asked now, as this node. To be called before the node is submitted.</summary>
    public void Expect(Guid nodeId, AskedQuestion asked) => _running.Put(nodeId, asked);

    /// <summary>The node has completed: its answer is kept, if the workspace is as it was when the question was asked.</summary>
    public async Task KeepAsync(Guid treeId, Guid nodeId, string text, CancellationToken cancellationToken)
    {
        if (!_running.TryGet(nodeId, out var asked)) return;

        _running.Remove(nodeId);
        if (await fingerprints.TakeAsync(asked.Question.Workspace, cancellationToken) != asked.Fingerprint) return;

        _known.Put(asked.Question, new Known(asked.Fingerprint, new CachedAnswer(treeId, nodeId, text, time.GetUtcNow())));
    }

    /// <summary>The node has ended without an answer.</summary>
    public void Drop(Guid nodeId) => _running.Remove(nodeId);

    /// <summary>The tree has been cleared: nobody can reply to its answers any more.</summary>
    public void Forget(Guid treeId) => _known.RemoveAll(known => known.Answer.TreeId == treeId);

    private sealed record Known(string Fingerprint, CachedAnswer Answer);
}
