using System.Collections.Immutable;
using Pipeline.Contracts.Commands;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A request to an upstream that speaks Anthropic's API itself: the client's own bytes, nearly.</summary>
internal sealed class NativeUpstreamRequest(CompleteMessage command, CountedPrompt prompt, UpstreamModel model, ModelKnowledge knowledge) : IUpstreamRequest
{
    private readonly NativeFacts _facts = NativeFacts.Read(command.Body, command.RequestedModel);
    private ImmutableHashSet<string> _dropped = [];
    private int? _outputLimit;

    public string? Beta => command.AnthropicBeta;

    // How long a prompt may be, the upstream knows best; it says so in Anthropic's own words.
    public async ValueTask<PreparedRequest> PrepareAsync(CancellationToken cancellationToken)
    {
        _outputLimit ??= (await knowledge.OfAsync(model, cancellationToken)).OutputLimit;
        _dropped = model.RefusedFields;
        var changes = new NativeChanges { Model = model.Id, MaxTokens = _outputLimit, DroppedFields = _dropped };
        return new PreparedRequest(NativeRequest.Rewrite(command.Body, changes), Overflow: null);
    }

    public RefusalFinding Consider(Refusal refusal)
    {
        switch (ComplaintReader.Read(refusal.Status, refusal.Body, Asked()))
        {
            case ContextOverflow overflow:
                return new RefusalFinding(IsRepaired: false, PromptOverflow.Reported(overflow.PromptTokens, overflow.Window, _facts.Prompt));
            case OutputLimitFound found when !(found.Limit >= _outputLimit):
                _outputLimit = found.Limit;
                knowledge.Learnt.Learn(model.Reference, found);
                return RefusalFinding.Repaired;
            case ContextWindowFound found when found.Window - found.PromptTokens is var left && left > 0 && !(left >= _outputLimit):
                _outputLimit = left;
                return RefusalFinding.Repaired;
        }

        if (RefusedFields.Find(refusal, _facts.Fields.Except(_dropped)) is not { } field) return RefusalFinding.None;

        model.Refuses(field);
        return RefusalFinding.Repaired;
    }

    public void Sending()
    {
        // It counts the prompt itself, and says so with its first event.
    }

    public Task CountPromptAsync() => prompt.CountAsync();

    public IAnswer BeginAnswer(IMessageEventSink events) => new NativeAnswer(_facts.Answer, events, countedInputTokens: () => prompt.Known?.Total);

    public void Answered(IAnswer answer)
    {
        // It reports what it counts by itself.
    }

    // Nothing in it but what complaints about lengths are compared with.
    private ChatRequest Asked() => new() { Model = model.Id, Messages = [], MaxTokens = _outputLimit ?? _facts.MaxTokens };
}
