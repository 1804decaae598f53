using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>What an agent did, in order; of very much the newest part.</summary>
internal sealed class StepList
{
    private const int MaxSteps = 400;
    private const int MaxSize = 128 * 1024;

    // Steps between two looks whether there are too many.
    private const int Slack = 64;

    private readonly List<Step> _steps = [];
    private int _added;

    /// <summary>The step that is added to; null where the next one begins anew.</summary>
    public Step? Open { get; private set; }

    /// <summary>How many are not kept any more.</summary>
    public int Dropped { get; private set; }

    /// <summary>The newest one.</summary>
    public Step? Last => _steps is [.., var last] ? last : null;

    /// <summary>Those that are kept.</summary>
    public IReadOnlyList<Step> Kept => _steps;

    public void Add(Step step)
    {
        Close();
        if (step is NoteStep && Last is NoteStep { IsPassing: true }) _steps.RemoveAt(_steps.Count - 1);
        _steps.Add(step);
        Open = step;
        if (++_added % Slack == 0) DropOldest();
    }

    /// <summary>What comes next is a step of its own, even if it is of the same kind.</summary>
    public void Close()
    {
        Open?.Close();
        Open = null;
    }

    public void Clear()
    {
        _steps.Clear();
        (Open, Dropped) = (null, 0);
    }

    /// <summary>The newest ones as a person sees them.</summary>
    /// <param name="enough">How many characters are enough.</param>
    public FormattedText Show(int enough)
    {
        var newest = new Stack<(bool IsLine, FormattedText Text)>();
        for (int at = _steps.Count - 1, length = 0; at >= 0 && length < enough; at--)
        {
            var text = _steps[at].Show();
            if (text.IsEmpty) continue;
            newest.Push((_steps[at].IsLine, text));
            length += text.Text.Length;
            if (_steps[at].IsCut) break;
        }

        return FormattedText.Join(Paragraphs(newest));
    }

    private static IEnumerable<FormattedText> Paragraphs(IEnumerable<(bool IsLine, FormattedText Text)> steps)
    {
        List<FormattedText> lines = [];
        foreach (var (isLine, text) in steps)
        {
            if (isLine)
            {
                lines.Add(text);
                continue;
            }

            yield return FormattedText.Join(lines, "\n");
            lines.Clear();
            yield return text;
        }

        yield return FormattedText.Join(lines, "\n");
    }

    private void DropOldest()
    {
        var (kept, size) = (1, _steps[^1].Size);
        while (kept < Math.Min(MaxSteps, _steps.Count) && (size += _steps[^(kept + 1)].Size) <= MaxSize) kept++;
        var dropped = _steps.Count - kept;
        _steps.RemoveRange(0, dropped);
        Dropped += dropped;
    }
}
