namespace Pipeline.Transport.Bus;

/// <summary>The broker takes no commands at the moment; the message says why.</summary>
public sealed class BrokerUnavailableException(string message) : Exception(message);
