using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>
/// A request on its way to one model: with each complaint more is known, and the next try is another request.
/// For another model there is another one of these, from the same translation.
/// </summary>
/// <param name="translated">The request as it was translated.</param>
/// <param name="target">The model, and what is known of it so far.</param>
/// <param name="prompt">The size of the prompt, as far as it is known.</param>
internal sealed class RepairableRequest(ChatRequest translated, TargetModel target, PromptTokens prompt)
{
    /// <summary>Enough for a provider that refuses one parameter after the other, and an end for one that refuses everything.</summary>
    private const int MaxRepairs = 6;

    private TargetModel _target = target;
    private PromptTokens _prompt = prompt;
    private int _repairs;
    private ShapedRequest _shaped = RequestShaper.Shape(translated, target, prompt);

    /// <summary>What is to be sent.</summary>
    public ChatRequest Chat => _shaped.Chat;

    /// <summary>Set where nothing is to be sent: the client has to shorten its prompt.</summary>
    public PromptOverflow? Overflow => _shaped.Overflow;

    /// <summary>The model, and what is known of it by now.</summary>
    public TargetModel Target => _target;

    /// <summary>The best guess at the prompt's tokens, or the upstream's own count once it has complained.</summary>
    public int PromptTokens => _prompt.Likely;

    /// <summary>Whether <see cref="PromptTokens"/> are the upstream's own count.</summary>
    public bool IsPromptCounted => _prompt.IsCounted;

    /// <summary>Takes in what the model had against <see cref="Chat"/>.</summary>
    /// <returns>
    /// Whether it is worth trying again: there is something else to send, unless <see cref="Overflow"/> is set now.
    /// False where the provider's own error is all there is to tell.
    /// </returns>
    public bool Accept(Complaint complaint)
    {
        if (complaint is ContextOverflow overflow)
        {
            var window = overflow.Window ?? _target.ContextWindow;
            _shaped = _shaped with { Overflow = PromptOverflow.Reported(overflow.PromptTokens, window, _prompt) };
            return true;
        }

        if (++_repairs > MaxRepairs) return false;

        var refused = Chat;
        (_target, _prompt) = (Learn(complaint), Count(complaint));
        _shaped = RequestShaper.Shape(translated, _target, _prompt);
        return Overflow is not null || !refused.ToUtf8().AsSpan().SequenceEqual(Chat.ToUtf8());
    }

    private TargetModel Learn(Complaint complaint) => complaint switch
    {
        QuirksFound found => _target with { Quirks = _target.Quirks.Union(found.Quirks).ToHashSet() },
        ContextWindowFound found => _target with { ContextWindow = found.Window },
        OutputLimitFound found => _target with { OutputLimit = found.Limit },
        _ => _target,
    };

    private PromptTokens Count(Complaint complaint) => complaint switch
    {
        ContextWindowFound { AtLeast: true } found => _prompt.FoundAtLeast(found.PromptTokens),
        ContextWindowFound found => Limits.PromptTokens.Exactly(found.PromptTokens),
        _ => _prompt,
    };
}
