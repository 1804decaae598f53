using System.Text;
using System.Text.Unicode;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native.Blocks;
using Pipeline.Workers.Nim.Native.Events;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Native;

/// <summary>
/// Relays one answer of an upstream that speaks Anthropic's API itself. Blocks and deltas are passed on as they
/// came; their order, their indexes and the end of the message are the client's to rely on, whatever the upstream
/// makes of them.
/// </summary>
internal sealed class NativeAnswer : IAnswer
{
    private readonly NativeEvent _event = new();
    private readonly NativeEnding _ending = new();
    private readonly UsageTally _tally;
    private readonly EventWriter _events;
    private readonly BlockOutput _output;
    private readonly NativeBlocks _blocks;
    private NativeUsage? _usage;
    private bool _hasMessage;

    /// <param name="context">What is known of the request.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="output">Counts the answer's tokens where the upstream does not; by default in cl100k_base.</param>
    /// <param name="countedInputTokens">The prompt's tokens once they are counted; null before, and then the context's estimate stands.</param>
    public NativeAnswer(AnswerContext context, IMessageEventSink sink, IOutputCounter? output = null, Func<int?>? countedInputTokens = null)
    {
        _tally = new UsageTally(context.EstimatedInputTokens, output ?? new OutputTokens(), countedInputTokens);
        _events = new EventWriter(context.MessageId, context.RequestedModel, sink);
        _output = new BlockOutput(_events, _tally);
        _blocks = new NativeBlocks(_output, new ToolCatalogue(context), _tally, context.ShowThinking);
    }

    /// <inheritdoc/>
    public bool HasContent => _output.HasStarted;

    /// <summary>Only the last event ends a message here.</summary>
    public bool HasFinishReason => IsEnded;

    /// <inheritdoc/>
    public bool IsEnded { get; private set; }

    /// <inheritdoc/>
    public AnswerUsage Usage => _tally.Current;

    /// <inheritdoc/>
    public int? ReportedPromptTokens => _tally.ReportedPromptTokens;

    /// <inheritdoc/>
    public UpstreamError? Accept(ReadOnlySpan<byte> json)
    {
        if (IsEnded) return null;
        if (!Utf8.IsValid(json)) json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));

        NativeEventReader.Read(json, _event);
        if (_event.Error is { } error) return error;

        TakeUsage();
        Take(json);
        return null;
    }

    /// <inheritdoc/>
    public AnswerEnd Finish(bool doneReceived)
    {
        if (!IsEnded && !(doneReceived && _ending.IsKnown)) return AnswerEnd.Cut;
        if (!_ending.IsTruncated && !_blocks.AreInputsSound) return AnswerEnd.InvalidToolArguments;

        _blocks.End();
        if (!HasContent && !_ending.ExplainsNothing) return AnswerEnd.Empty;

        _output.EnsureStarted();
        if (_ending.Verbatim(_output.HasToolCall) is { } json) _events.MessageDelta(json);
        else _events.MessageDelta(_ending.Translate(_output.HasToolCall), _tally.Current);
        _events.MessageStop();
        return AnswerEnd.Complete;
    }

    private void TakeUsage()
    {
        if (_event.Usage is not { } usage) return;

        _usage = usage.Or(_usage);
        _tally.Take(_usage.ToFigures());
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        switch (_event.Kind)
        {
            case NativeEventKind.MessageStart:
                TakeStart(json);
                break;
            case NativeEventKind.BlockStart:
                _blocks.Start(_event.Index, _event.Block, json[_event.Block.Extent]);
                break;
            case NativeEventKind.BlockDelta:
                _blocks.Take(_event.Index, _event.Delta, json[_event.Delta.Extent]);
                break;
            case NativeEventKind.BlockStop:
                _blocks.Stop(_event.Index);
                break;
            case NativeEventKind.MessageDelta:
                _ending.Take(_event, json);
                break;
            case NativeEventKind.MessageStop:
                IsEnded = true;
                break;
            case NativeEventKind.WholeMessage:
                TakeWhole(json);
                break;
        }
    }

    private void TakeStart(ReadOnlySpan<byte> json)
    {
        if (_hasMessage) return;

        _hasMessage = true;
        _output.TakeStart(_event.MessageId, _event.Usage is { IsFit: true } usage ? json[usage.Extent] : []);
    }

    // At the end of a stream its content has come already.
    private void TakeWhole(ReadOnlySpan<byte> json)
    {
        TakeStart(json);
        if (_blocks.AreNone) TakeContent(json);
        _ending.Take(_event, json: []);
        IsEnded = true;
    }

    private void TakeContent(ReadOnlySpan<byte> json)
    {
        for (var index = 0; index < _event.Content.Count; index++)
        {
            var block = _event.Content[index];
            _blocks.Start(index, block, json[block.Extent]);
            _blocks.Stop(index);
        }
    }
}
