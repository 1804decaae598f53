using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Voice;

/// <summary>The transcripts of the newest voice notes, by the hash of their audio, for all workers.</summary>
internal sealed class KnownTranscripts(IStateStore store, TimeProvider time)
{
    /// <summary>Most transcripts; the oldest go first.</summary>
    public const int Most = 500;

    /// <summary>How long one is kept: 30 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>What this model has heard in this audio; null where it has not.</summary>
    public async Task<string?> FindAsync(string audioHash, string model, CancellationToken cancellationToken)
    {
        var known = await store.ReadAsync<VoiceTranscript>(audioHash, cancellationToken);
        return known?.Model == model && known.HeardAt > time.GetUtcNow() - Lifetime ? known.Text : null;
    }

    /// <summary>Keeps what it has heard, in the place of what another has.</summary>
    public async Task KeepAsync(string audioHash, string model, string text, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            async change =>
            {
                var transcript = await change.FindOrAddAsync(audioHash, () => new VoiceTranscript { AudioHash = audioHash }, cancellationToken);
                (transcript.Model, transcript.Text, transcript.HeardAt) = (model, text, time.GetUtcNow());
            },
            cancellationToken);
        await TrimAsync(cancellationToken);
    }

    // Voice notes are rare, and each costs seconds: to look at all of them costs nothing in comparison.
    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() - Lifetime;
        var newest = (await store.ReadAllAsync<VoiceTranscript>(_ => true, cancellationToken)).OrderByDescending(transcript => transcript.HeardAt).ToList();
        var over = newest.Skip(Most).Concat(newest.Take(Most).Where(transcript => transcript.HeardAt <= end)).Select(transcript => transcript.AudioHash).Order(StringComparer.Ordinal).ToList();
        if (over.Count == 0) return;

        await store.ChangeAsync(
            async change =>
            {
                foreach (var hash in over)
                {
                    if (await change.FindAsync<VoiceTranscript>(hash, cancellationToken) is { } transcript) change.Remove(transcript);
                }
            },
            cancellationToken);
    }
}
