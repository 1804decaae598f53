using System.Runtime.InteropServices;

namespace Pipeline.Transport.Frames.Events;

/// <summary>Tokens of one answer in Anthropic's terms.</summary>
/// <param name="InputTokens">Prompt tokens that did not come from the upstream's cache.</param>
/// <param name="OutputTokens">Tokens the model produced, reasoning included.</param>
/// <param name="CachedTokens">Prompt tokens read from the upstream's cache.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AnswerUsage(int InputTokens, int OutputTokens, int CachedTokens);
