namespace Pipeline.Transport.Frames;

/// <summary>The instance that asked has vanished, and with it everybody who would read the answer.</summary>
public sealed class RequesterGoneException(string address) : Exception($"Nobody reads {address} any more.");
