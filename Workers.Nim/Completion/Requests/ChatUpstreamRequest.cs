using Pipeline.Contracts.Providers;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Requests;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A request as OpenAI's chat completions.</summary>
internal sealed class ChatUpstreamRequest(TranslatedRequest translated, CountedPrompt prompt, UpstreamModel model, ModelKnowledge knowledge) : IUpstreamRequest
{
    private readonly List<Complaint> _repairs = [];
    private RepairableRequest? _repairable;
    private AnswerTranslator? _answer;

    public string? Beta => null;

    public async ValueTask<PreparedRequest> PrepareAsync(CancellationToken cancellationToken)
    {
        if (_repairable is null)
        {
            var target = await knowledge.OfAsync(model, cancellationToken);
            _repairable = new RepairableRequest(translated.Chat, target, knowledge.Calibration.Measure(target, translated));
        }

        return _repairable.Overflow is { } overflow
            ? new PreparedRequest(default, overflow)
            : new PreparedRequest(_repairable.Chat.ToUtf8(), Overflow: null);
    }

    public RefusalFinding Consider(Refusal refusal)
    {
        if (ComplaintReader.Read(refusal.Status, refusal.Body, _repairable!.Chat) is not { } complaint) return RefusalFinding.None;

        if (!_repairable.Accept(complaint)) return RefusalFinding.None;

        // A repair is believed once an answer proves it; a prompt that does not fit gets none.
        _repairs.Add(complaint);
        if (_repairable.Overflow is not { } overflow) return RefusalFinding.Repaired;

        knowledge.Learnt.Learn(model.Reference, complaint);
        return new RefusalFinding(IsRepaired: false, overflow);
    }

    // Of a model that reports, the estimate is corrected by its reports, and nearer to its own tokens than a count in others.
    public void Sending()
    {
        if (!model.ReportsUsage) prompt.Begin();
    }

    public Task CountPromptAsync() => prompt.CountAsync();

    public IAnswer BeginAnswer(IMessageEventSink events) => _answer = new AnswerTranslator(
        translated.Answer with { EstimatedInputTokens = _repairable!.PromptTokens, BeginsThinking = model.OpensThinkingInPrompt.GetValueOrDefault(translated.Answer.ShowThinking) },
        events,
        countedInputTokens: CountedInputTokens);

    public void Answered(IAnswer answer)
    {
        foreach (var complaint in _repairs) knowledge.Learnt.Learn(model.Reference, complaint);
        if (_answer?.OpensThinkingInPrompt is { } opens) model.OpensThinkingInPrompt[translated.Answer.ShowThinking] = opens;
        model.ReportsUsage = answer.ReportedPromptTokens is not null;
        if (answer.ReportedPromptTokens is { } reported) knowledge.Calibration.Learn(_repairable!.Target, translated, reported);
    }

    // Of what was sent: earlier thinking is left out, documents that are no text have become notes, images perhaps too.
    private int? CountedInputTokens() => prompt.Known is { } count && !_repairable!.IsPromptCounted
        ? count.Text + (_repairable.Target.Quirks.Contains(Quirk.NoImages) ? 0 : count.Images)
        : null;
}
