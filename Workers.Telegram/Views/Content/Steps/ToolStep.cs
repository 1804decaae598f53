using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>The agent uses a tool; below a sub-agent stands what that one did last.</summary>
internal sealed class ToolStep(ToolCalled called) : Step
{
    private const string ToolMark = "🔧";
    private const string AgentMark = "🤖";
    private const string Indent = "   ";

    // Of each sub-agent.
    private const int ShownCalls = 3;
    private const int NoteLength = 160;
    private const int AboutSize = 200;

    private readonly ToolCall _call = new(called);
    private readonly Queue<ToolCall> _newest = new();
    private string? _note;
    private int _calls;

    public override bool IsLine => true;

    public override int Size => AboutSize * (1 + _newest.Count);

    public string Name => _call.Name;

    public bool IsUnderWay => !_call.IsAnswered;

    public bool IsSubAgent => _calls > 0 || _call.IsForAgent;

    public override FormattedText Summary
    {
        get
        {
            var writer = new EntityWriter();
            WriteLine(writer);
            if (_calls > 0) writer.Write(_calls == 1 ? " (1 call of its own)" : $" ({_calls} calls of its own)");
            return writer.Finish();
        }
    }

    /// <summary>It, or a call of its sub-agent, is answered.</summary>
    public void Answer(ToolAnswered answer, ToolCall? nested)
    {
        (nested ?? _call).Answer(answer);
        Change();
    }

    /// <summary>Its sub-agent uses a tool.</summary>
    public ToolCall AddCall(ToolCalled nested)
    {
        var call = new ToolCall(nested);
        _calls++;
        _newest.Enqueue(call);
        if (_newest.Count > ShownCalls) _newest.Dequeue();
        Change();
        return call;
    }

    /// <summary>Its sub-agent tells something; the newest is shown.</summary>
    public void Note(string text)
    {
        _note = OneLine.Of(text, NoteLength);
        Change();
    }

    protected override FormattedText Make()
    {
        var writer = new EntityWriter();
        WriteLine(writer);
        writer.Prefix = Indent;
        if (_calls > _newest.Count)
        {
            writer.Break();
            writer.Write($"… {_calls - _newest.Count} before");
        }

        foreach (var call in _newest)
        {
            writer.Break();
            call.Write(writer, ToolMark);
        }

        if (!string.IsNullOrEmpty(_note))
        {
            writer.Break();
            writer.Write($"ℹ️ {_note}");
        }

        return writer.Finish();
    }

    private void WriteLine(EntityWriter writer) => _call.Write(writer, IsSubAgent ? AgentMark : ToolMark);
}
