using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>
/// Keeps our secrets out of the events of one run, also where the model writes one in several pieces: an end that may be the
/// beginning of a secret waits for what follows in its conversation.
/// </summary>
internal sealed class StreamedSecrets(TranscriptSecrets secrets)
{
    // By the call whose sub-agent writes: what is written beside it is no part of its text.
    private readonly Dictionary<string, TranscriptEvent> _held = new(StringComparer.Ordinal);

    /// <summary>What can be told now that this event has come, without secrets; nothing is left behind the run's end.</summary>
    public IReadOnlyList<TranscriptEvent> Take(TranscriptEvent next)
    {
        var conversation = next.ParentToolUseId ?? "";
        if (_held.GetValueOrDefault(conversation) is { } held && held.GetType() == next.GetType())
        {
            _held.Remove(conversation);
            return Cut(conversation, next, TextOf(held) + TextOf(next));
        }

        var before = Release(next is RunEnded ? [.. _held.Keys] : [conversation]);
        return [.. before, .. TextOf(next) is { } text ? Cut(conversation, next, text) : [secrets.Hide(next)]];
    }

    private List<TranscriptEvent> Release(IEnumerable<string> conversations)
    {
        var released = new List<TranscriptEvent>();
        foreach (var conversation in conversations)
        {
            if (_held.Remove(conversation, out var held)) released.Add(secrets.Hide(held));
        }

        return released;
    }

    private List<TranscriptEvent> Cut(string conversation, TranscriptEvent written, string text)
    {
        var cut = secrets.CutOf(text);
        if (cut < text.Length) _held[conversation] = With(written, text[cut..]);
        return [.. Passages.Split(secrets.HideOurs(text[..cut]), TranscriptBounds.Piece).Select(piece => With(written, piece))];
    }

    private static string? TextOf(TranscriptEvent written) => written switch
    {
        TextWritten text => text.Text,
        ThinkingWritten thinking => thinking.Text,
        _ => null,
    };

    private static TranscriptEvent With(TranscriptEvent written, string piece) => written switch
    {
        TextWritten text => text with { Text = piece },
        ThinkingWritten thinking => thinking with { Text = piece },
        _ => written,
    };
}
