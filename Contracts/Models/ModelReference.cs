namespace Pipeline.Contracts.Models;

/// <summary>A model of a provider, written <c>provider/model</c>, e.g. <c>nvidia_nim/z-ai/glm4.7</c>.</summary>
/// <param name="Provider">Name of a provider in the <see cref="Providers.ProviderCatalogue"/>.</param>
/// <param name="Model">The model id as the provider names it; may contain slashes.</param>
public readonly record struct ModelReference(string Provider, string Model)
{
    /// <summary>Reads <c>provider/model</c>, whatever the provider; false where either is empty.</summary>
    public static bool TryParse(string? text, out ModelReference reference)
    {
        reference = default;
        var slash = text?.IndexOf('/') ?? -1;
        if (slash <= 0 || slash == text!.Length - 1) return false;

        reference = new ModelReference(text[..slash], text[(slash + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
