using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Requests;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A request as OpenAI's chat completions.</summary>
internal sealed class ChatUpstreamRequest(TranslatedRequest translated, UpstreamModel model, ModelKnowledge knowledge) : IUpstreamRequest
{
    private PromptTokens _prompt = knowledge.Calibration.Measure(model.Name, translated);
    private TargetModel _target = model.Known;
    private ChatRequest _sent = translated.Chat;

    public string? Beta => null;

    public async ValueTask<PreparedRequest> PrepareAsync(CancellationToken cancellationToken)
    {
        _target = await knowledge.OfAsync(model, cancellationToken);
        var shaped = RequestShaper.Shape(translated.Chat, _target, _prompt);
        if (shaped.Overflow is { } overflow) return new PreparedRequest(default, overflow);

        _sent = shaped.Chat;
        return new PreparedRequest(_sent.ToUtf8(), Overflow: null);
    }

    public RefusalFinding Consider(Refusal refusal)
    {
        if (ComplaintReader.Read(refusal.Status, refusal.Body, _sent) is not { } complaint) return RefusalFinding.None;

        knowledge.Learnt.Learn(model.Name, complaint);
        switch (complaint)
        {
            case ContextOverflow found:
                return new RefusalFinding(IsRepaired: false, PromptOverflow.Reported(found.PromptTokens, found.Window ?? _target.ContextWindow, _prompt));
            case ContextWindowFound found:
                _prompt = found.AtLeast ? _prompt.FoundAtLeast(found.PromptTokens) : PromptTokens.Exactly(found.PromptTokens);
                break;
        }

        return RefusalFinding.Repaired;
    }

    public IAnswer BeginAnswer(IMessageEventSink events) => new AnswerTranslator(translated.Answer with { EstimatedInputTokens = _prompt.Likely }, events);

    public void Answered(IAnswer answer)
    {
        if (answer.ReportedPromptTokens is { } reported) knowledge.Calibration.Learn(model.Name, translated.Estimate, reported);
    }
}
