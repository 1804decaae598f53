using Pipeline.Workers.Nim.Translation.Answers.Blocks;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;
using Pipeline.Workers.Nim.Translation.Answers.Markup;
using Pipeline.Workers.Nim.Translation.Answers.Reasoning;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>The stages that content passes: halves of characters joined, thinking split off, markup found.</summary>
internal sealed class ContentPipeline : IAnswerText, IDetectedParts
{
    private readonly SurrogateJoiner _joiner = new();
    private readonly ReasoningSplitter _splitter;
    private readonly MarkupDetector _detector;
    private readonly BlockSequencer _blocks;

    public ContentPipeline(ToolCatalogue tools, BlockSequencer blocks, bool beginsThinking)
    {
        _splitter = new ReasoningSplitter(this, beginsThinking);
        _detector = new MarkupDetector(tools, this);
        _blocks = blocks;
    }

    /// <summary>Whether thinking that nothing had opened was closed.</summary>
    public bool HasClosedUnopened => _splitter.HasClosedUnopened;

    public void Push(string content) => _splitter.Push(_joiner.Join(content));

    /// <summary>Lets go of what was kept back, because the answer ends.</summary>
    /// <param name="isTruncated">Whether it was cut at a limit, so that thinking may lack its end.</param>
    public void Finish(bool isTruncated)
    {
        FlushSplitter();
        if (!isTruncated) _splitter.Resolve();
        _detector.Finish();
    }

    /// <summary>Reasoning comes from another field.</summary>
    public void InterruptForReasoning()
    {
        Flush();
        _splitter.BeginContent();
    }

    /// <summary>A tool call comes from another field.</summary>
    public void InterruptForToolCall()
    {
        FlushSplitter();
        _splitter.Resolve();
        _detector.InterruptForToolCall();
        _splitter.EndThinking();
    }

    void IAnswerText.Text(ReadOnlySpan<char> text) => _detector.Push(text);

    void IAnswerText.Thinking(ReadOnlySpan<char> text)
    {
        _detector.Flush();
        _blocks.Thinking(text);
    }

    void IDetectedParts.Text(ReadOnlySpan<char> text) => _blocks.Text(text);

    void IDetectedParts.Thinking(ReadOnlySpan<char> text) => _blocks.Thinking(text);

    void IDetectedParts.WrittenCall(WrittenCall call) => _blocks.WholeToolCall(call.Name, call.Arguments);

    // Lets go of what was kept back, because something else comes.
    private void Flush()
    {
        FlushSplitter();
        _detector.Flush();
    }

    private void FlushSplitter()
    {
        _splitter.Push(_joiner.Release());
        _splitter.Flush();
    }
}
