using System.Text.RegularExpressions;
using Pipeline.Contracts.Transcripts;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Output;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>
/// Keeps our secrets out of what is stored and shown of runs: a tool may print the environment. From the model's own words only
/// what is ours is taken; a key in an example of its is part of the answer. Short secrets stay: they may be words.
/// </summary>
internal sealed class TranscriptSecrets(ConfiguredSecrets configured)
{
    /// <summary>The event without secrets.</summary>
    public TranscriptEvent Hide(TranscriptEvent transcriptEvent) => transcriptEvent switch
    {
        ToolAnswered { CutCharacters: { } beyond } answered when Beginning(answered.Text) is var whole =>
            answered with { Text = HideAll(whole), CutCharacters = beyond + answered.Text.Length - whole.Length },
        ToolAnswered answered => answered with { Text = HideAll(answered.Text) },
        ToolCalled called when called.Description.EndsWith(Passages.Ellipsis, StringComparison.Ordinal) =>
            called with { Description = HideAll(Beginning(called.Description[..^Passages.Ellipsis.Length])) + Passages.Ellipsis },
        ToolCalled called => called with { Description = HideAll(called.Description) },
        StatusReported status => status with { Text = HideAll(status.Text) },
        ErrorReported error => error with { Text = HideAll(error.Text) },
        TextWritten text => text with { Text = HideOurs(text.Text) },
        ThinkingWritten thinking => thinking with { Text = HideOurs(thinking.Text) },
        RunEnded { CutCharacters: { } beyond } ended when Beginning(ended.Text) is var whole =>
            ended with { Text = HideOurs(whole), CutCharacters = beyond + ended.Text.Length - whole.Length },
        RunEnded ended => ended with { Text = HideOurs(ended.Text) },
        _ => transcriptEvent,
    };

    /// <summary>The outcome without secrets.</summary>
    public RunOutcome Hide(RunOutcome outcome) =>
        outcome with { Text = HideOurs(outcome.Text), Error = outcome.Error is { } error ? HideAll(error) : null };

    /// <summary>Where a text that goes on can be cut, so that no secret of ours is cut in two.</summary>
    public int CutOf(string text) => configured.CutOf(text, RunTokens.CutOf(text));

    /// <summary>The model's own words without what is ours.</summary>
    public string HideOurs(string text) => RunTokens.Hide(configured.HideUnmistakable(text));

    // Of a text that was cut before it came here: its end may be most of a secret.
    private string Beginning(string text) => text[..CutOf(text)];

    private string HideAll(string text)
    {
        try
        {
            return SecretPatterns.Hide(HideOurs(text));
        }
        catch (RegexMatchTimeoutException)
        {
            // A machine that is that busy is no reason to end the run.
            return HideOurs(text);
        }
    }
}
