namespace Pipeline.Workers.Cli.Start;

/// <summary>Where runs find the model's API.</summary>
public interface IIngressAddress
{
    /// <summary>The ingress's URL without <c>/v1</c>; known once it is ready.</summary>
    Uri Url { get; }

    /// <summary>Completes when runs may begin: a host that is the ingress itself gets tasks before it listens.</summary>
    Task ReadyAsync(CancellationToken cancellationToken);
}
