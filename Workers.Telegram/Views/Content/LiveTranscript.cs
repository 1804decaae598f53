using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;
using Pipeline.Workers.Telegram.Views.Content.Steps;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>
/// What one node's agent does, as a person sees it while it runs. Adding is cheap, as there may be thousands of events a second;
/// what it costs to show is paid when it is shown. May be added to and shown at once.
/// </summary>
internal sealed class LiveTranscript
{
    private readonly Lock _gate = new();
    private readonly StepList _steps = new();
    private readonly Calls _calls = new();
    private TextStep? _lastText;
    private RunEnded? _end;
    private bool _isEmpty = true;

    /// <summary>The run that is followed; 0 before the first.</summary>
    public int Run { get; private set; }

    /// <summary>A run begins: what there was of an earlier one goes.</summary>
    public void Begin(int run)
    {
        lock (_gate)
        {
            Run = run;
            _steps.Clear();
            _calls.Clear();
            (_lastText, _end, _isEmpty) = (null, null, true);
        }
    }

    /// <summary>Adds what the agent has done next.</summary>
    public void Add(TranscriptEvent transcriptEvent)
    {
        lock (_gate)
        {
            _isEmpty = false;
            if (transcriptEvent.ParentToolUseId is { } parent) AddNested(parent, transcriptEvent);
            else AddOwn(transcriptEvent);
        }
    }

    /// <summary>The newest part of it that fits one message, and where the node stands: last, as there a person looks while it grows.</summary>
    public FormattedText Render(NodeStatus status)
    {
        lock (_gate)
        {
            // Events come on another way than changes, so that a run may be seen before it is told of.
            var known = Run > (status.Change?.Run ?? 0) && !_isEmpty ? status with { Change = null } : status;
            if (!IsSeen(known.Change)) return FormattedText.Of(StatusLine.Of(known));
            var line = FormattedText.Of(StatusLine.Of(known, Activity.Of(_steps, _end)));
            return LiveView.Of(FormattedText.Join([_steps.Show(MessageLimits.Text), line]));
        }
    }

    /// <summary>What is left of it at the end of a run; nothing of another run.</summary>
    public TranscriptEnd End(int run)
    {
        lock (_gate)
        {
            return run == Run && run > 0
                ? new TranscriptEnd(StepSummary.Of(_steps, _lastText), _end is { Text.Length: > 0 } ? _end.Text : _lastText?.Text ?? "", _end?.CutCharacters)
                : TranscriptEnd.Empty;
        }
    }

    /// <summary>Whether something of the run is there to be shown; what waits to run again shows nothing of what it did before.</summary>
    private bool IsSeen(NodeChanged? change) => !_isEmpty && (change is null || Run == change.Run && change.State != NodeState.Queued);

    private void AddOwn(TranscriptEvent transcriptEvent)
    {
        switch (transcriptEvent)
        {
            case TextWritten text:
                Text().Append(text.Text);
                break;
            case ThinkingWritten thinking:
                Thinking().Append(thinking.Text);
                break;
            case ToolCalled called:
                var step = new ToolStep(called);
                _steps.Add(step);
                _calls.Add(called.Id, step);
                break;
            case ToolAnswered answered:
                Answer(answered);
                break;
            case StatusReported { SessionId: null } status:
                _steps.Add(new NoteStep(status.Text, isError: false));
                break;
            case ErrorReported error:
                _steps.Add(new NoteStep(error.Text, isError: true));
                break;
            case UsageReported:
                // One answer of the model has ended; what follows is the next.
                _steps.Close();
                break;
            case RunEnded end:
                _steps.Close();
                _end = end;
                break;
        }
    }

    /// <summary>Of sub-agents the tools are shown; what they say, they say to the agent.</summary>
    private void AddNested(string parent, TranscriptEvent transcriptEvent)
    {
        if (transcriptEvent is ToolAnswered answered) Answer(answered);
        if (_calls.Find(parent) is { Step: var step })
        {
            if (transcriptEvent is ToolCalled called) _calls.Add(called.Id, step, step.AddCall(called));
            else if (transcriptEvent is StatusReported { Text: var note }) step.Note(note);
            else if (transcriptEvent is ErrorReported { Text: var error }) step.Note(error);
        }
    }

    private void Answer(ToolAnswered answered)
    {
        if (_calls.Find(answered.ToolUseId) is { } call) call.Step.Answer(answered, call.Nested);
    }

    private TextStep Text()
    {
        if (_steps.Open is TextStep open) return open;
        _lastText?.GiveUp();
        _steps.Add(_lastText = new TextStep());
        return _lastText;
    }

    private ThinkingStep Thinking()
    {
        if (_steps.Open is ThinkingStep open) return open;
        var step = new ThinkingStep();
        _steps.Add(step);
        return step;
    }
}
