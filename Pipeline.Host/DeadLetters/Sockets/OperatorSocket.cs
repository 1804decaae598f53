using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.Files;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Host.DeadLetters.Sockets;

/// <summary>
/// Where the running host takes the operator's verbs: a socket in the state directory, which its owner alone may
/// open. A server of its own, so that nothing of it can be reached by the host's addresses.
/// </summary>
internal sealed class OperatorSocket : IAsyncDisposable
{
    public const string FileName = "host.sock";

    private readonly WebApplication _server;

    private OperatorSocket(WebApplication server) => _server = server;

    /// <summary>Begins to answer. The caller holds the directory's lock, so a socket that is there is a dead host's.</summary>
    /// <param name="directory">The state directory, which is this host's.</param>
    /// <param name="desk">Does the work.</param>
    /// <param name="log">Told where there can be no socket; the host works without.</param>
    public static async Task<OperatorSocket?> OpenAsync(StateDirectory directory, IDeadLetterDesk desk, ILogger log)
    {
        var path = directory.Path(FileName);
        try
        {
            File.Delete(path);
            var server = Build(path);
            Map(server, desk);
            await server.StartAsync();
            return new OperatorSocket(server);
        }
        catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            log.LogWarning("The verbs for dead letters cannot reach this host, as {Path} cannot be a socket: {Reason}", path, fault.Message);
            return null;
        }
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static WebApplication Build(string path)
    {
        // Empty, as the environment's URLs and endpoints are the host's and not meant for this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path)).UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            // Nobody can connect before the server listens, so nobody comes between these two.
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        });
        builder.Services.AddRoutingCore();
        return builder.Build();
    }

    private static void Map(WebApplication server, IDeadLetterDesk desk)
    {
        server.UseRouting();
        var letters = server.MapGroup("/dead-letters");
        letters.MapGet("", (string? queue, CancellationToken cancelled) => desk.ListAsync(queue, cancelled));
        letters.MapGet("/{id}", async (string id, CancellationToken cancelled) =>
            await desk.ShowAsync(id, cancelled) is { } text ? Results.Text(text) : Results.NotFound());
        letters.MapDelete("/{id}", async (string id, CancellationToken cancelled) =>
            await desk.DiscardAsync(id, cancelled) ? Results.NoContent() : Results.NotFound());
        letters.MapPost("/replays", (ReplayRequest request, CancellationToken cancelled) => desk.ReplayAsync(
            new ReplaySelection(request.Id, request.Queue), ModelReference.TryParse(request.Model, out var model) ? model : null, cancelled));
    }
}

/// <summary>A replay as the socket carries it.</summary>
internal sealed record ReplayRequest(string? Id, string? Queue, string? Model);
