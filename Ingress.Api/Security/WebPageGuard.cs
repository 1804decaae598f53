using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Telegram;

namespace Pipeline.Ingress.Security;

/// <summary>
/// Keeps web pages out: a page's requests carry the page's <c>Origin</c>, and a page that had its own
/// name resolved to this machine (DNS rebinding) carries its own <c>Host</c>.
/// </summary>
internal sealed class WebPageGuard(RequestDelegate next, IServer server)
{
    private readonly Lazy<bool> _localOnly = new(() => server.Features.Get<IServerAddressesFeature>()!.Addresses
        .All(ListenAddresses.IsLocal));

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;

        // Telegram comes by a proxy and a public name; what it presents no page can know.
        if (request.Path == TelegramWebhook.Path) return next(http);

        // Without a name (HTTP/1.0 knows none) it is no browser that asks.
        if (_localOnly.Value && request.Host.HasValue && !ListenAddresses.IsLoopback(request.Host.Host))
        {
            return Refuse(http, $"The Host header names '{request.Host.Host}', but this server listens on this machine alone; "
                + "call it as localhost or 127.0.0.1.");
        }

        foreach (var origin in request.Headers.Origin)
        {
            if (!IsOwn(origin, request.Host)) return Refuse(http, $"Requests from the web page origin '{origin}' are refused.");
        }

        return next(http);
    }

    private static bool IsOwn(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && string.Equals(url.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext http, string message) =>
        ErrorBody.WriteAsync(http, new Failure { Status = (int)HttpStatusCode.Forbidden, Type = ErrorTypes.Permission, Message = message });
}
