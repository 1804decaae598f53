using System.Buffers;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Blocks;

/// <summary>
/// Writes blocks with indexes 0, 1, 2, …, one open at a time. White space alone opens no block: it waits
/// for the text that it belongs to, and is dropped if another block comes first.
/// </summary>
internal sealed class BlockWriter(EventWriter events, UsageTally usage)
{
    private readonly ToolIds _ids = new();
    private readonly ArrayBufferWriter<char> _delta = new();
    private readonly ArrayBufferWriter<char> _textIndent = new();
    private readonly ArrayBufferWriter<char> _thinkingIndent = new();
    private BlockKind _open;
    private int _index = -1;

    /// <summary>The message has begun.</summary>
    public bool HasStarted { get; private set; }

    public bool HasToolCall { get; private set; }

    /// <summary>Begins the message if nothing has.</summary>
    public void EnsureStarted()
    {
        if (HasStarted) return;

        HasStarted = true;
        events.MessageStart(usage.AtStart);
    }

    public void Write(BlockKind kind, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;

        if (_open == kind) _delta.Write(text);
        else if (text.IsWhiteSpace()) Indent(kind).Write(text);
        else OpenWith(kind, text);
    }

    public void OpenTool(ToolCall call, string name)
    {
        Close();
        Open(BlockKind.ToolUse);
        HasToolCall = true;
        events.ToolStart(_index, _ids.Choose(call.UpstreamId), name);
    }

    public void WriteInput(string json)
    {
        if (json.Length > 0) events.InputDelta(_index, json);
    }

    /// <summary>Writes the text gathered since the last time as one delta.</summary>
    public void Flush()
    {
        if (_delta.WrittenCount == 0) return;

        if (_open == BlockKind.Thinking) events.ThinkingDelta(_index, _delta.WrittenSpan);
        else events.TextDelta(_index, _delta.WrittenSpan);
        _delta.ResetWrittenCount();
    }

    public void Close()
    {
        if (_open == BlockKind.None) return;

        Flush();
        if (_open == BlockKind.Thinking) events.SignatureDelta(_index);
        events.Stop(_index);
        _open = BlockKind.None;
    }

    private void OpenWith(BlockKind kind, ReadOnlySpan<char> text)
    {
        Close();
        _delta.Write(Indent(kind).WrittenSpan);
        _delta.Write(text);
        Open(kind);
        if (kind == BlockKind.Thinking) events.ThinkingStart(_index);
        else events.TextStart(_index);
    }

    private void Open(BlockKind kind)
    {
        EnsureStarted();
        _open = kind;
        _index++;
        _textIndent.ResetWrittenCount();
        _thinkingIndent.ResetWrittenCount();
    }

    private ArrayBufferWriter<char> Indent(BlockKind kind) => kind == BlockKind.Thinking ? _thinkingIndent : _textIndent;
}
