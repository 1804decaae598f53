namespace Pipeline.Transport.Bus;

/// <summary>
/// How many commands of one type a worker takes at once. Section <c>Endpoints:{message type}</c>. Set for
/// waiting, not for CPU: a request mostly waits for its model.
/// </summary>
public sealed class EndpointOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Endpoints";

    /// <summary>Commands under way at once. Default 1024 in one process, 128 on a broker.</summary>
    public int Concurrency { get; set; }

    /// <summary>Commands fetched from the broker and not yet done. Default as <see cref="Concurrency"/>.</summary>
    public int? Prefetch { get; set; }
}
