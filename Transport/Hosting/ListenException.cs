using Pipeline.Contracts;

namespace Pipeline.Transport.Hosting;

/// <summary>A server cannot listen where it should.</summary>
public sealed class ListenException(string message, Exception cause) : OperatorException(message, cause);
