using Pipeline.Contracts;

namespace Pipeline.Persistence;

/// <summary>State cannot be kept as configured.</summary>
public sealed class PersistenceException(string message, Exception? cause = null) : OperatorException(message, cause);
