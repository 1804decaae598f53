namespace Pipeline.Persistence;

/// <summary>
/// State cannot be kept as configured. The message is a sentence for people: it names the setting and what
/// to do about it, and holds no secret.
/// </summary>
public sealed class PersistenceException(string message, Exception? cause = null) : Exception(message, cause);
