using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Requests;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A request as OpenAI's chat completions.</summary>
internal sealed class ChatUpstreamRequest(TranslatedRequest translated, UpstreamModel model, TokenCalibration calibration) : IUpstreamRequest
{
    private PromptTokens _prompt = calibration.Measure(model.Name, translated);
    private ChatRequest _sent = translated.Chat;

    public string? Beta => null;

    public PreparedRequest Prepare()
    {
        var shaped = RequestShaper.Shape(translated.Chat, model.Target, _prompt);
        if (shaped.Overflow is { } overflow) return new PreparedRequest(default, overflow);

        _sent = shaped.Chat;
        return new PreparedRequest(_sent.ToUtf8(), Overflow: null);
    }

    public RefusalFinding Consider(Refusal refusal)
    {
        switch (ComplaintReader.Read(refusal.Status, refusal.Body, _sent))
        {
            case QuirksFound found:
                model.Learn(found.Quirks);
                return RefusalFinding.Repaired;
            case OutputLimitFound found:
                model.LearnOutputLimit(found.Limit);
                return RefusalFinding.Repaired;
            case ContextWindowFound found:
                model.LearnContextWindow(found.Window);
                _prompt = found.AtLeast ? _prompt.FoundAtLeast(found.PromptTokens) : PromptTokens.Exactly(found.PromptTokens);
                return RefusalFinding.Repaired;
            case ContextOverflow found:
                if (found.Window is { } window) model.LearnContextWindow(window);
                return new RefusalFinding(IsRepaired: false, PromptOverflow.Reported(found.PromptTokens, found.Window ?? model.Target.ContextWindow, _prompt));
            default:
                return RefusalFinding.None;
        }
    }

    public IAnswer BeginAnswer(IMessageEventSink events) => new AnswerTranslator(translated.Answer with { EstimatedInputTokens = _prompt.Likely }, events);

    public void Answered(IAnswer answer)
    {
        if (answer.ReportedPromptTokens is { } reported) calibration.Learn(model.Name, translated.Estimate, reported);
    }
}
