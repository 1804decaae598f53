namespace Pipeline.Workers.Cli.Output;

/// <summary>The last few lines of something, each cut, so that it can be told what was printed before an end.</summary>
internal sealed class RecentLines
{
    private const int MostLines = 20;
    private const int LongestLine = 400;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(MostLines);

    /// <summary>The lines, one below the other; empty where there were none.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return string.Join('\n', _lines);
        }
    }

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_gate)
        {
            if (_lines.Count == MostLines) _lines.Dequeue();
            _lines.Enqueue(Passages.Line(line, LongestLine));
        }
    }
}
