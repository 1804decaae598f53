using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Blocks;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>
/// Translates one answer, chunk by chunk: OpenAI chat completions in, Anthropic's events out. What passes:
/// reader → (reasoning splitter → markup detector) → block sequencer → block writer → event writer.
/// </summary>
internal sealed class AnswerTranslator : IAnswer
{
    private readonly Chunk _chunk = new();
    private readonly SurrogateJoiner _reasoningJoiner = new();
    private readonly UsageTally _usage;
    private readonly Ending _ending;
    private readonly EventWriter _events;
    private readonly BlockWriter _blocks;
    private readonly BlockSequencer _sequencer;
    private readonly ContentPipeline _content;
    private bool _hasContent;
    private bool _hasReasoning;
    private bool _hasToolCalls;

    /// <param name="context">What is known of the request.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="output">Counts the answer's tokens where the upstream does not; by default in cl100k_base.</param>
    /// <param name="countedInputTokens">The prompt's tokens once they are counted; null before, and then the context's estimate stands.</param>
    public AnswerTranslator(AnswerContext context, IMessageEventSink sink, IOutputCounter? output = null, Func<int?>? countedInputTokens = null)
    {
        var tools = new ToolCatalogue(context);
        _usage = new UsageTally(context.EstimatedInputTokens, output ?? new OutputTokens(), countedInputTokens);
        _ending = new Ending(context.StopSequences);
        _events = new EventWriter(context.MessageId, context.RequestedModel, sink);
        _blocks = new BlockWriter(_events, _usage);
        _sequencer = new BlockSequencer(_blocks, tools, context.ShowThinking);
        _content = new ContentPipeline(tools, _sequencer, context.BeginsThinking);
    }

    /// <inheritdoc/>
    public bool HasContent => _blocks.HasStarted;

    /// <inheritdoc/>
    public bool HasFinishReason => _ending.IsKnown;

    /// <inheritdoc/>
    public bool IsEnded => false;

    /// <inheritdoc/>
    public AnswerUsage Usage => _usage.Current;

    /// <inheritdoc/>
    public int? ReportedPromptTokens => _usage.ReportedPromptTokens;

    /// <summary>
    /// Whether the model's template opens the thinking in the prompt, so that only its end is seen; null where the
    /// answer had no content to tell by.
    /// </summary>
    public bool? OpensThinkingInPrompt => _content.HasClosedUnopened ? true : _hasContent ? false : null;

    /// <inheritdoc/>
    public UpstreamError? Accept(ReadOnlySpan<byte> json)
    {
        ChunkReader.Read(json, _chunk);
        if (_chunk.Error is { } error) return error;

        _usage.Take(_chunk.Usage);
        DropRepetition();
        TakeParts();
        return _ending.Take(_chunk);
    }

    /// <inheritdoc/>
    public AnswerEnd Finish(bool doneReceived)
    {
        if (!doneReceived && !_ending.IsKnown) return AnswerEnd.Cut;
        if (!_ending.IsTruncated && !_sequencer.AreCallsSound) return AnswerEnd.InvalidToolArguments;

        ReleaseReasoning();
        _content.Finish(_ending.IsTruncated);
        _sequencer.End();
        if (!HasContent && !_ending.ExplainsNothing) return AnswerEnd.Empty;

        _blocks.EnsureStarted();
        _events.MessageDelta(_ending.Translate(_blocks.HasToolCall), _usage.Current);
        _events.MessageStop();
        return AnswerEnd.Complete;
    }

    // Some servers end a stream with the whole message once more; what has not come yet is still taken from it.
    private void DropRepetition()
    {
        if (!_chunk.IsWholeMessage)
        {
            _hasContent |= !string.IsNullOrEmpty(_chunk.Content);
            _hasReasoning |= !string.IsNullOrEmpty(_chunk.Reasoning);
            _hasToolCalls |= _chunk.ToolCalls.Count > 0;
            return;
        }

        // Content may have held the reasoning, or calls written as text.
        if (_hasReasoning || _hasContent || _hasToolCalls) _chunk.Reasoning = null;
        if (_hasContent) _chunk.Content = null;
        if (_hasToolCalls || _blocks.HasToolCall) _chunk.ToolCalls.Clear();
    }

    private void TakeParts()
    {
        TakeReasoning(_chunk.Reasoning);
        TakeContent(_chunk.Content);
        TakeContent(_chunk.Refusal);
        foreach (var piece in _chunk.ToolCalls) TakeToolCall(piece);
        _blocks.Flush();
    }

    private void TakeReasoning(string? reasoning)
    {
        if (string.IsNullOrEmpty(reasoning)) return;

        _usage.Count(BlockKind.Thinking, reasoning);
        _content.InterruptForReasoning();
        _sequencer.Thinking(_reasoningJoiner.Join(reasoning));
    }

    private void TakeContent(string? content)
    {
        if (string.IsNullOrEmpty(content)) return;

        _usage.Count(BlockKind.Text, content);
        ReleaseReasoning();
        _content.Push(content);
    }

    private void TakeToolCall(ToolCallPiece piece)
    {
        _usage.Count(BlockKind.ToolUse, piece.Name);
        _usage.Count(BlockKind.ToolUse, piece.Arguments);
        ReleaseReasoning();
        _content.InterruptForToolCall();
        _sequencer.ToolCall(piece);
    }

    private void ReleaseReasoning() => _sequencer.Thinking(_reasoningJoiner.Release());
}
