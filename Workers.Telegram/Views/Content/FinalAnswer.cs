using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>How a node ended, for good: how, what it did, and its answer.</summary>
/// <param name="Messages">What it is told in, in order; at least one.</param>
/// <param name="FileName">The name of the file that holds the whole answer; null where the messages do.</param>
/// <param name="FileContent">What is in that file.</param>
internal sealed record FinalAnswer(IReadOnlyList<FormattedText> Messages, string? FileName, string? FileContent)
{
    /// <summary>Makes it.</summary>
    /// <param name="change">The change that ended it.</param>
    /// <param name="transcript">What was seen of its last run, as far as it was.</param>
    /// <param name="options">From when on an answer is a file.</param>
    public static FinalAnswer Of(NodeChanged change, LiveTranscript transcript, ViewOptions options) => Make(change, transcript, options, mayBeFile: true);

    /// <summary>Makes it without a file, however many messages that takes.</summary>
    /// <inheritdoc cref="Of"/>
    public static FinalAnswer InMessages(NodeChanged change, LiveTranscript transcript, ViewOptions options) => Make(change, transcript, options, mayBeFile: false);

    private static FinalAnswer Make(NodeChanged change, LiveTranscript transcript, ViewOptions options, bool mayBeFile)
    {
        var end = transcript.End(change.Run);
        var answer = change.Text is { Length: > 0 } text ? text : end.LastText;
        var body = AnswerBody.Of(answer, isWhole: change.State == NodeState.Completed, options, mayBeFile);
        var whole = FormattedText.Join(
        [
            FormattedText.Of(Header(change)),
            FormattedText.Of(change.Error ?? ""),
            end.Steps,
            body.Text,
            FormattedText.Of(Missing(change, answer, end)).In(MessageEntityType.Italic),
        ]);
        return new FinalAnswer(MessageSplitter.Split(whole), body.File is null ? null : AnswerBody.FileName, body.File);
    }

    private static string Header(NodeChanged change) =>
        change.Usage is { } usage ? $"{StatusLine.Finished(change)} · {TokenWords.Of(usage)}" : StatusLine.Finished(change);

    /// <summary>What a person would look for in vain.</summary>
    private static string Missing(NodeChanged change, string answer, TranscriptEnd end)
    {
        if (end.CutCharacters is { } characters) return $"The answer went on for {characters} characters more than can be kept.";
        return change.State == NodeState.Completed && string.IsNullOrWhiteSpace(answer) ? "It ended without an answer." : "";
    }
}
