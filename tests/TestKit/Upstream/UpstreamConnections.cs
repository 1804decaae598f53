using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Pipeline.TestKit.Upstream;

/// <summary>The exchanges under way, so that a stopping server need not wait for scripts that never end.</summary>
internal sealed class UpstreamConnections
{
    private readonly ConcurrentDictionary<HttpContext, byte> _open = new();

    public IDisposable Add(HttpContext context)
    {
        _open[context] = 0;
        return new Exchange(this, context);
    }

    public void AbortAll()
    {
        foreach (var context in _open.Keys) context.Abort();
    }

    private sealed class Exchange(UpstreamConnections owner, HttpContext context) : IDisposable
    {
        public void Dispose() => owner._open.TryRemove(context, out _);
    }
}
