using Pipeline.Contracts.Commands;
using Pipeline.Tokens.Prompts;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A client's request on its way to one model or several; it is translated once, and only if one needs it.</summary>
internal sealed class IncomingRequest(CompleteMessage command, ModelKnowledge knowledge, PromptCounter prompts)
{
    private readonly CountedPrompt _prompt = new(prompts, command.Body);
    private TranslatedRequest? _translated;

    /// <summary>The request for one model.</summary>
    /// <exception cref="InvalidRequestException">It cannot be translated; the message says where.</exception>
    public IUpstreamRequest For(UpstreamModel model) => model.Provider.Profile.IsNative
        ? new NativeUpstreamRequest(command, _prompt, model, knowledge)
        : new ChatUpstreamRequest(Translated(), _prompt, model, knowledge);

    private TranslatedRequest Translated() => _translated ??= RequestTranslator.Translate(command.Body, command.Model, command.RequestedModel);
}
