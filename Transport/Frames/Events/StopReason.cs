namespace Pipeline.Transport.Frames.Events;

/// <summary>Anthropic's reason for the end of a message.</summary>
/// <param name="Reason">One of Anthropic's stop reasons.</param>
/// <param name="Sequence">The stop sequence that matched, with the reason <c>stop_sequence</c> alone.</param>
public readonly record struct StopReason(string Reason, string? Sequence = null);
