namespace Pipeline.Contracts.Providers.Ollama;

/// <summary>Ollama's local server: https://docs.ollama.com/openai.</summary>
public sealed class OllamaProvider : ProviderDefinition
{
    /// <inheritdoc/>
    public override string Name => "ollama";

    /// <inheritdoc/>
    public override string DisplayName => "Ollama";

    /// <inheritdoc/>
    public override string SettingPrefix => "OLLAMA";

    /// <inheritdoc/>
    public override int Order => 4;

    /// <inheritdoc/>
    public override string BaseUrl => "http://localhost:11434/v1";

    /// <inheritdoc/>
    public override int RateLimit => 0;
}
