namespace Pipeline.Persistence.State;

/// <summary>Another transaction was in the way; this one has changed nothing and can be run again.</summary>
public sealed class StateConflictException(string message, Exception? cause = null) : Exception(message, cause);
