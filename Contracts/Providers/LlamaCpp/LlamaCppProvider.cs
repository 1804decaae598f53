namespace Pipeline.Contracts.Providers.LlamaCpp;

/// <summary>llama.cpp's <c>llama-server</c>: https://github.com/ggml-org/llama.cpp/tree/master/tools/server.</summary>
public sealed class LlamaCppProvider : ProviderDefinition
{
    /// <inheritdoc/>
    public override string Name => "llamacpp";

    /// <inheritdoc/>
    public override string DisplayName => "llama.cpp";

    /// <inheritdoc/>
    public override string SettingPrefix => "LLAMACPP";

    /// <inheritdoc/>
    public override int Order => 3;

    /// <inheritdoc/>
    public override string BaseUrl => "http://localhost:8080/v1";

    /// <inheritdoc/>
    public override int RateLimit => 0;
}
