namespace Pipeline.Transport.Hosting;

/// <summary>A server cannot listen where it should; the message says so to the person who starts it.</summary>
public sealed class ListenException(string message, Exception cause) : Exception(message, cause);
