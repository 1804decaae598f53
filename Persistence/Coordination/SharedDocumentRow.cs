namespace Pipeline.Persistence.Coordination;

/// <summary>A document that several processes change.</summary>
internal sealed class SharedDocumentRow
{
    public required string Name { get; init; }

    /// <summary>Empty until the first change.</summary>
    public required byte[] Document { get; init; }
}
