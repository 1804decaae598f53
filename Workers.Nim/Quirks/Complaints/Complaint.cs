using Pipeline.Contracts.Providers;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>What a provider's refusal means, where something can be done about it.</summary>
internal abstract record Complaint;

/// <summary>The model has these quirks, each of which the request ran into: repair it and ask again.</summary>
internal sealed record QuirksFound(IReadOnlyList<Quirk> Quirks) : Complaint;

/// <summary>The prompt does not fit, whatever the answer: the client has to shorten it.</summary>
/// <param name="PromptTokens">Tokens of the prompt; null where nothing is said.</param>
/// <param name="Window">Tokens that fit; null where nothing is said.</param>
internal sealed record ContextOverflow(int? PromptTokens, int? Window) : Complaint;

/// <summary>The prompt may fit, but not beside an answer of the demanded length: demand less and ask again.</summary>
/// <param name="Window">Tokens of prompt and answer together.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="AtLeast">Whether the prompt may have more: vLLM stops counting where it no longer fits.</param>
internal sealed record ContextWindowFound(int Window, int PromptTokens, bool AtLeast) : Complaint;

/// <summary>An answer may have so many tokens and no more: demand less and ask again.</summary>
internal sealed record OutputLimitFound(int Limit) : Complaint;
