namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>Whether the line that was read last is within a fenced code block.</summary>
internal sealed class FenceState
{
    private const int MinLength = 3;
    private const int MaxIndent = 3;

    private char _mark;
    private int _length;

    public bool IsOpen => _length > 0;

    /// <summary>Whether the last line closed a fence.</summary>
    public bool Closed { get; private set; }

    /// <summary>The line that opened the fence.</summary>
    public string Opening { get; private set; } = "";

    public void Read(ReadOnlySpan<char> line)
    {
        Closed = false;
        var trimmed = line.TrimStart(' ');
        if (trimmed.IsEmpty || trimmed[0] is not ('`' or '~') || IsOpen && trimmed[0] != _mark) return;
        var length = trimmed.Length - trimmed.TrimStart(trimmed[0]).Length;
        var rest = trimmed[length..].Trim();
        if (IsOpen)
        {
            Closed = length >= _length && rest.IsEmpty && line.Length - trimmed.Length <= MaxIndent;
            if (Closed) _length = 0;
        }
        else if (length >= MinLength && (trimmed[0] == '~' || !rest.Contains('`')))
        {
            (_mark, _length, Opening) = (trimmed[0], length, trimmed.TrimEnd().ToString());
        }
    }

    /// <summary>Whether a line may be the first part of the one that will close the fence.</summary>
    public bool MayClose(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        return IsOpen && !trimmed.IsEmpty && trimmed.Length < _length && trimmed.Trim(_mark).IsEmpty;
    }
}
