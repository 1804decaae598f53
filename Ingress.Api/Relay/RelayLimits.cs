namespace Pipeline.Ingress.Relay;

/// <summary>How long a stream waits.</summary>
/// <param name="LostAfter">Silence after which a worker counts as lost; null where it cannot be.</param>
/// <param name="StartTimeout">Time for a worker to take the command, and for a broker to come back.</param>
internal readonly record struct RelayLimits(TimeSpan? LostAfter, TimeSpan StartTimeout);
