using Pipeline.Contracts.Models;

namespace Pipeline.Ingress.Models;

/// <summary>Where requests go.</summary>
/// <param name="Family">The Claude family that goes there, or <c>default</c>, or the model that a client named itself.</param>
/// <param name="Models">The model that is asked, and those that are asked where it fails.</param>
public sealed record ModelRoute(string Family, IReadOnlyList<ModelReference> Models)
{
    /// <summary>The family of Claude's small model, which does what nobody sits in front of.</summary>
    public const string SmallFamily = "haiku";

    /// <summary>Whether the client has named the provider's model itself.</summary>
    public bool IsNamedByClient => Family == First.ToString();

    /// <summary>The model that is asked first.</summary>
    public ModelReference First => Models[0];
}
