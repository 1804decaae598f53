namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads what the first of several readers takes for markup; each begins at the same place.</summary>
internal sealed class FirstOf(params MarkupReader[] readers) : MarkupReader
{
    private int? _start;
    private int _current;

    public override Match Read(HeldText held)
    {
        _start ??= held.Position;
        while (true)
        {
            var match = readers[_current].Read(held);
            if (match != Match.No) return Report(match);
            if (!TryNext(held)) return Match.No;
        }
    }

    public override bool IsWholeAtBreak(HeldText held) => IsWhole(held, reader => reader.IsWholeAtBreak(held));

    public override bool IsWholeAtEnd(HeldText held) => IsWhole(held, reader => reader.IsWholeAtEnd(held));

    private bool IsWhole(HeldText held, Func<MarkupReader, bool> ask)
    {
        while (!ask(readers[_current]))
        {
            if (!TryNext(held)) return false;

            var match = Read(held);
            if (match != Match.NotYet) return match == Match.Yes;
        }

        return Report(Match.Yes) == Match.Yes;
    }

    private bool TryNext(HeldText held)
    {
        if (_current + 1 == readers.Length) return false;

        _current++;
        held.Position = _start!.Value;
        return true;
    }

    private Match Report(Match match)
    {
        Content = readers[_current].Content;
        return match;
    }
}
