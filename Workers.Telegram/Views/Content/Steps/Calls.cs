namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>The calls that may still be answered or belong to a sub-agent, by id; of very many the newest.</summary>
internal sealed class Calls
{
    private const int Kept = 512;

    private readonly Dictionary<string, (ToolStep Step, ToolCall? Nested)> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Notes a call.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="step">The step that it is, or is a part of.</param>
    /// <param name="nested">The call, where a sub-agent makes it.</param>
    public void Add(string id, ToolStep step, ToolCall? nested = null)
    {
        _calls[id] = (step, nested);
        _order.Enqueue(id);
        if (_order.Count > Kept) _calls.Remove(_order.Dequeue());
    }

    /// <summary>A call; null where it is not known, or not any more.</summary>
    public (ToolStep Step, ToolCall? Nested)? Find(string id) => _calls.TryGetValue(id, out var found) ? found : null;

    public void Clear()
    {
        _calls.Clear();
        _order.Clear();
    }
}
