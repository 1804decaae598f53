namespace Pipeline.Contracts;

/// <summary>
/// Something that only the person who runs the system can mend. The message is meant for them: it names the
/// setting or the address and what to do about it, and holds no secret.
/// </summary>
public abstract class OperatorException(string message, Exception? cause = null) : Exception(message, cause);
