using System.Text;
using Pipeline.Workers.Nim.Native.Events;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>
/// A block of text or thinking. White space alone opens none. A thinking block ends with its signature, which a
/// client sends back with it: the upstream's own, or one that tells that nobody signed.
/// </summary>
internal sealed class ProseBlock : NativeBlock
{
    private readonly BlockOutput _output;
    private readonly DeltaKind _kind;
    private readonly byte[]? _start;
    private readonly SurrogateJoiner _joiner = new();
    private readonly StringBuilder _waiting = new();
    private string _signature;
    private bool _hasWaitingWords;
    private bool _hasBegun;

    /// <param name="output">Where the block goes.</param>
    /// <param name="kind">Text or thinking.</param>
    /// <param name="content">What its start says.</param>
    /// <param name="json">The start as JSON; empty where there was none.</param>
    public ProseBlock(BlockOutput output, DeltaKind kind, BlockContent content, ReadOnlySpan<byte> json)
    {
        (_output, _kind, _signature) = (output, kind, content.Signature);
        var isBare = content.Text.Length == 0 && content.Signature.Length == 0;
        _start = isBare && !json.IsEmpty ? json.ToArray() : null;
        Wait(_joiner.Join(content.Text));
    }

    public override bool MayBeLeft => true;

    // A server that leaves its blocks open to the end sends its signatures there: too late, so ours stands.
    public override bool Takes(DeltaKind kind) => kind == _kind ? !IsClosed : kind == DeltaKind.Signature && _kind == DeltaKind.Thinking;

    public override void Take(DeltaContent delta, ReadOnlySpan<byte> json)
    {
        if (delta.Kind == DeltaKind.Signature)
        {
            if (delta.Text.Length > 0) _signature = delta.Text;
            return;
        }

        var text = _joiner.Join(delta.Text);
        if (text.Length == 0) return;

        if (!IsLive || _waiting.Length > 0 || (!_hasBegun && text.AsSpan().IsWhiteSpace()))
        {
            Wait(text);
            WriteWaiting();
            return;
        }

        Begin();
        // Half a character cannot be written as it came.
        if (!json.IsEmpty && ReferenceEquals(text, delta.Text) && Surrogates.ArePaired(text)) _output.Events.Delta(_output.Index, json);
        else Write(text);
    }

    protected override void OnOpen() => WriteWaiting();

    protected override void OnClose()
    {
        Wait(_joiner.Release());
        WriteWaiting();
        if (_signature.Length > 0) Begin();
        if (!_hasBegun) return;

        Write(_waiting.ToString());
        if (_kind == DeltaKind.Thinking) WriteSignature();
        _output.Events.Stop(_output.Index);
    }

    private void Wait(string text)
    {
        _waiting.Append(text);
        _hasWaitingWords |= !string.IsNullOrWhiteSpace(text);
    }

    private void WriteWaiting()
    {
        if (!IsLive || !_hasWaitingWords) return;

        Begin();
        Write(_waiting.ToString());
        _waiting.Clear();
        _hasWaitingWords = false;
    }

    private void Begin()
    {
        if (_hasBegun) return;

        _hasBegun = true;
        var index = _output.Begin();
        if (_start is not null) _output.Events.BlockStart(index, _start);
        else if (_kind == DeltaKind.Thinking) _output.Events.ThinkingStart(index);
        else _output.Events.TextStart(index);
    }

    private void Write(string text)
    {
        if (text.Length == 0) return;

        if (_kind == DeltaKind.Thinking) _output.Events.ThinkingDelta(_output.Index, text);
        else _output.Events.TextDelta(_output.Index, text);
    }

    private void WriteSignature()
    {
        if (_signature.Length > 0) _output.Events.SignatureDelta(_output.Index, _signature);
        else _output.Events.SignatureDelta(_output.Index);
    }
}
