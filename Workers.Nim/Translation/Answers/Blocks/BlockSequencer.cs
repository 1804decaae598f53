using Pipeline.Workers.Nim.Translation.Answers.Chunks;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Blocks;

/// <summary>
/// Puts what comes in interleaved into a row of blocks. The first unfinished tool call is written live;
/// everything after it waits until its arguments are whole.
/// </summary>
internal sealed class BlockSequencer(BlockWriter blocks, ToolCatalogue tools, bool showThinking)
{
    private readonly ToolCallAssembler _calls = new(tools);
    private readonly List<Waiting> _waiting = [];
    private ToolCall? _open;
    private bool _isEnding;

    private bool IsCallUnfinished => _open is { IsComplete: false } && !_isEnding;

    /// <summary>Whether every call so far can be run.</summary>
    public bool AreCallsSound => _calls.AreAllSound;

    public void Text(ReadOnlySpan<char> text) => Write(BlockKind.Text, text);

    public void Thinking(ReadOnlySpan<char> text)
    {
        if (showThinking) Write(BlockKind.Thinking, text);
    }

    public void ToolCall(in ToolCallPiece piece)
    {
        var call = _calls.Take(piece, out var isNew);
        if (isNew) Enqueue(call);
        Drain();
    }

    /// <summary>Takes a call that came in one piece, as those written as text do.</summary>
    public void WholeToolCall(string name, string arguments)
    {
        Enqueue(_calls.TakeWhole(name, arguments));
        Drain();
    }

    /// <summary>Writes all that waits, whole or not, and closes the last block.</summary>
    public void End()
    {
        _isEnding = true;
        _calls.Seal();
        Drain();
        CloseCall();
        blocks.Close();
    }

    private void Write(BlockKind kind, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;

        if (_waiting.Count == 0 && !IsCallUnfinished)
        {
            LeaveCall(text);
            blocks.Write(kind, text);
            return;
        }

        if (_waiting is not [.., WaitingText last] || last.Kind != kind)
        {
            last = new WaitingText(kind);
            _waiting.Add(last);
        }

        last.Text.Append(text);
    }

    private void Enqueue(ToolCall call)
    {
        var later = _waiting.FindIndex(other => other is WaitingCall waiting && waiting.Call.Order > call.Order);
        _waiting.Insert(later < 0 ? _waiting.Count : later, new WaitingCall(call));
    }

    private void Drain()
    {
        WriteInput();
        while (_waiting.Count > 0 && TryWrite(_waiting[0])) _waiting.RemoveAt(0);
    }

    private bool TryWrite(Waiting next) => next switch
    {
        WaitingText waiting => TryWriteText(waiting),
        WaitingCall waiting => TryOpen(waiting.Call),
        _ => throw new InvalidOperationException($"{next.GetType()} cannot wait."),
    };

    private bool TryWriteText(WaitingText waiting)
    {
        if (IsCallUnfinished) return false;

        var text = waiting.Text.ToString();
        LeaveCall(text);
        blocks.Write(waiting.Kind, text);
        return true;
    }

    private bool TryOpen(ToolCall call)
    {
        // Nothing is known of it but an id, or at the end of a truncated answer not even its name.
        if (_isEnding && call.WrittenName.Length == 0) return true;
        if (!_isEnding && !(call.IsNameCertain && _calls.IsNext(call))) return false;
        if (IsCallUnfinished) return false;

        CloseCall();
        _open = call;
        blocks.OpenTool(call, tools.ClientName(call.Name));
        WriteInput();
        return true;
    }

    // White space does not end a call: it opens no block.
    private void LeaveCall(ReadOnlySpan<char> text)
    {
        if (!text.IsWhiteSpace()) CloseCall();
    }

    private void WriteInput()
    {
        if (_open is not null) blocks.WriteInput(_open.TakeArguments());
    }

    private void CloseCall()
    {
        if (_open is null) return;

        blocks.WriteInput(_open.TakeLastArguments());
        blocks.Close();
        _open = null;
    }
}
