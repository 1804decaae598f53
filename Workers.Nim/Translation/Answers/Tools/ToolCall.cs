namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>One tool call while it is put together.</summary>
/// <param name="tools">The tools of the request, which tell a whole name from a piece.</param>
/// <param name="index">The index under which its pieces come.</param>
/// <param name="order">Place among the calls of the answer.</param>
internal sealed class ToolCall(ToolCatalogue tools, int index, int order)
{
    private bool _argumentsCameFirst;
    private bool _isSealed;
    private bool _objectTaken;
    private string? _tool;

    public int Index => index;

    public int Order => order;

    public string? UpstreamId { get; private set; }

    /// <summary>The name as the upstream wrote it, as far as it has come.</summary>
    public string WrittenName { get; private set; } = string.Empty;

    /// <summary>The declared tool that is meant; what the upstream wrote where none is.</summary>
    public string Name => _tool ??= tools.FindParsed(WrittenName) ?? WrittenName;

    public ToolArguments Arguments { get; } = new();

    /// <summary>A call that can be run, or of which nothing came.</summary>
    public bool IsSound => WrittenName.Length > 0 ? Arguments.IsSound : !Arguments.HasBegun;

    /// <summary>Whether nothing is missing, so that its block may be closed for another one.</summary>
    public bool IsComplete => _isSealed ? IsSound : Arguments is { IsComplete: true, IsPlaceholder: false };

    /// <summary>
    /// Whether the name is whole. Pieces of a name come before the arguments, so their begin settles it,
    /// unless it is no tool's name but the beginning of one, or the arguments came first.
    /// </summary>
    public bool IsNameCertain
    {
        get
        {
            if (WrittenName.Length == 0) return false;
            if (_isSealed) return true;
            if (!Arguments.HasBegun) return false;
            return _argumentsCameFirst
                ? tools.Knows(WrittenName) && !tools.CanGrow(WrittenName)
                : tools.Knows(WrittenName) || !tools.CanGrow(WrittenName);
        }
    }

    /// <summary>No more pieces will come.</summary>
    public void Seal() => _isSealed = true;

    public void Take(string? id, string? name, string? arguments)
    {
        if (!string.IsNullOrEmpty(id)) UpstreamId ??= id;
        if (!string.IsNullOrEmpty(name)) TakeName(name);
        if (string.IsNullOrEmpty(arguments)) return;

        Arguments.Append(arguments);
        _argumentsCameFirst |= WrittenName.Length == 0 && Arguments.HasBegun;
    }

    /// <summary>What of the arguments may be written now.</summary>
    public string TakeArguments()
    {
        if (!tools.RunsInForeground(Name)) return Arguments.TakeAvailable();
        return Arguments is { IsComplete: true, IsPlaceholder: false } ? TakeForegroundObject() : string.Empty;
    }

    /// <summary>What of the arguments is left at the end, valid or not.</summary>
    public string TakeLastArguments() =>
        tools.RunsInForeground(Name) && Arguments.IsSound ? TakeForegroundObject() : Arguments.TakeRest();

    private string TakeForegroundObject()
    {
        if (_objectTaken) return string.Empty;

        _objectTaken = true;
        return ForegroundArguments.Force(Arguments.TakeObject());
    }

    private void TakeName(string piece)
    {
        if (piece == WrittenName && tools.Knows(WrittenName)) return;

        var joined = WrittenName + piece;
        if (tools.CanStart(joined)) WrittenName = joined;
        else if (piece == WrittenName) return;
        // A server that repeats what it has so far: "Ba", "Bash".
        else if (tools.CanStart(piece) && piece.StartsWith(WrittenName, StringComparison.Ordinal)) WrittenName = piece;
        else WrittenName = joined;
        _tool = null;
    }
}
