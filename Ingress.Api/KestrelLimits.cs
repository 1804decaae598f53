using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Pipeline.Ingress.Security;

namespace Pipeline.Ingress;

/// <summary>Sets the server's limits and its last guard against listening beyond loopback without a token.</summary>
internal sealed class KestrelLimits(IOptions<IngressOptions> ingress, IConfiguration configuration) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = ingress.Value.MaxBodyBytes;

        // A CLI that its user has suspended still gets its whole answer; the stream's buffer is bounded.
        options.Limits.MinResponseDataRate = null;

        // Sees every endpoint whatever configured it: URLs, Kestrel's own section, or code.
        options.ConfigureEndpointDefaults(endpoint => TokenBeyondLoopback.Require(endpoint, configuration));
    }
}
