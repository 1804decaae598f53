namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Where a field stands in the client's request. Becomes text only when an error names it.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string? _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string? name, int index) =>
        (_parent, _name, _index) = (parent, name, index);

    public static FieldPath Root { get; } = new(null, null, 0);

    public FieldPath Member(string name) => new(this, name, 0);

    public FieldPath Item(int index) => new(this, null, index);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (_parent is null) return "";

        var step = _name ?? $"{_index}";
        return _parent._parent is null ? step : $"{_parent}.{step}";
    }
}
