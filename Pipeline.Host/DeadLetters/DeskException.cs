using Pipeline.Contracts;

namespace Pipeline.Host.DeadLetters;

/// <summary>What an operator asked for could not be done, or not to its end.</summary>
internal sealed class DeskException(string message, Exception? cause = null) : OperatorException(message, cause);
