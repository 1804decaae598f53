using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Cli;
using Pipeline.Workers.Cli.Start;

namespace Pipeline.Host.Startup;

/// <summary>
/// This host's own ingress, where runs of Claude Code find their model: known once it listens, as the system may choose the port.
/// </summary>
internal sealed class OwnIngress(IServer server, IHostApplicationLifetime lifetime, IOptions<CliOptions> options) : IIngressAddress
{
    public Uri Url => new(options.Value.IngressUrl is { Length: > 0 } configured
        ? configured
        : HostRecord.ClientUrl(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses));

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listens.SetResult);
        await listens.Task.WaitAsync(cancellationToken);
    }
}
