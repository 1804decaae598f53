using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>An answer as it is shown: whole, or where it is too long for that, its beginning above a file.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="File">What is in the file; null where there is none.</param>
internal sealed record AnswerBody(FormattedText Text, string? File)
{
    /// <summary>What such a file is called.</summary>
    public const string FileName = "answer.md";

    /// <summary>Characters of an answer that stand above its file.</summary>
    private const int Beginning = MessageLimits.Text / 2;

    /// <summary>Makes it.</summary>
    /// <param name="answer">The answer, in markdown.</param>
    /// <param name="isWhole">Whether it was not broken off, which may have left markup open.</param>
    /// <param name="options">From when on it is a file.</param>
    /// <param name="mayBeFile">Whether it may be one at all.</param>
    public static AnswerBody Of(string answer, bool isWhole, ViewOptions options, bool mayBeFile = true)
    {
        var fileBeyond = mayBeFile ? options.FileBeyond : int.MaxValue;
        if (answer.Length > fileBeyond) return Above(answer);
        var shown = isWhole ? MarkdownRenderer.Render(answer) : MarkdownRenderer.RenderUnfinished(answer);

        // A wide table is much longer as it is shown than as it is written.
        return shown.Text.Length > fileBeyond ? Above(answer) : new AnswerBody(shown, null);
    }

    private static AnswerBody Above(string answer)
    {
        var beginning = MarkdownRenderer.RenderUnfinished(answer[..Graphemes.LastBorder(answer, Beginning)]);
        var hint = FormattedText.Of($"… The whole answer is in {FileName}, below.").In(MessageEntityType.Italic);
        return new AnswerBody(FormattedText.Join([.. MessageSplitter.Split(beginning, Beginning).Take(1), hint]), answer);
    }
}
