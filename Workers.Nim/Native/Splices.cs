using System.Text;

namespace Pipeline.Workers.Nim.Native;

/// <summary>Changes to a text by position, none of which overlap.</summary>
internal sealed class Splices
{
    private readonly List<(int Start, int End, string Text)> _all = [];

    /// <summary>Puts a text in the place of what stands from start to end.</summary>
    public void Add(int start, int end, string text) => _all.Add((start, end, text));

    /// <summary>The text with all changes.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> original)
    {
        using var result = new MemoryStream(original.Length + 256);
        var copied = 0;
        foreach (var (start, end, text) in _all.OrderBy(splice => splice.Start).ThenBy(splice => splice.End))
        {
            result.Write(original.Span[copied..start]);
            result.Write(Encoding.UTF8.GetBytes(text));
            copied = end;
        }

        result.Write(original.Span[copied..]);
        return result.GetBuffer().AsMemory(0, (int)result.Length);
    }
}

/// <summary>The members of an object or the items of a list, some of which are to be removed with their commas.</summary>
internal sealed class Members
{
    private readonly List<(int Start, int End, bool IsKept)> _all = [];

    public bool AnyKept => _all.Exists(member => member.IsKept);

    public bool AnyRemoved => _all.Exists(member => !member.IsKept);

    public void Add(int start, int end, bool isKept) => _all.Add((start, end, isKept));

    /// <summary>Adds the removals.</summary>
    public void RemoveFrom(Splices splices)
    {
        for (var first = _all.FindIndex(member => !member.IsKept); first >= 0;)
        {
            var next = _all.FindIndex(first, member => member.IsKept);
            if (next >= 0) splices.Add(_all[first].Start, _all[next].Start, "");
            else splices.Add(first > 0 ? _all[first - 1].End : _all[first].Start, _all[^1].End, "");
            first = next < 0 ? -1 : _all.FindIndex(next, member => !member.IsKept);
        }
    }
}
