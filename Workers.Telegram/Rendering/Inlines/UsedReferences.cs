using Markdig.Syntax;

namespace Pipeline.Workers.Telegram.Rendering.Inlines;

/// <summary>The definitions of links that some link used; the others are a list of sources that a person wants to see.</summary>
internal sealed class UsedReferences
{
    private readonly HashSet<LinkReferenceDefinition> _used = new(ReferenceEqualityComparer.Instance);

    public void Add(LinkReferenceDefinition definition) => _used.Add(definition);

    public bool Contains(LinkReferenceDefinition definition) => _used.Contains(definition);
}
