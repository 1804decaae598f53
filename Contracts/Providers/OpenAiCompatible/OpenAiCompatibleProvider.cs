namespace Pipeline.Contracts.Providers.OpenAiCompatible;

/// <summary>
/// Anything that speaks OpenAI's chat API. Further ones go by names that people choose
/// (<c>OPENAI_COMPATIBLE_PROVIDERS=groq,vllm</c>), which then begin their settings too (<c>GROQ_BASE_URL</c>).
/// </summary>
/// <param name="name">Small letters, digits and underscores.</param>
public sealed class OpenAiCompatibleProvider(string name) : ProviderDefinition
{
    /// <summary>Name of the one that needs no other.</summary>
    public const string DefaultName = "openai_compatible";

    /// <summary>The one that goes by the general name.</summary>
    public OpenAiCompatibleProvider()
        : this(DefaultName)
    {
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string DisplayName => name;

    /// <inheritdoc/>
    public override string SettingPrefix => name.ToUpperInvariant();

    /// <inheritdoc/>
    public override int Order => 100;
}
