using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Pipeline.TestKit.Upstream;

/// <summary>A bare Kestrel on the loopback interface that never judges how fast its client is.</summary>
internal static class LoopbackServer
{
    public static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });

        // A flush then returns once the operating system has the bytes: a reset cannot overtake them,
        // and a client that does not read holds the script back.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        return builder.Build();
    }
}
