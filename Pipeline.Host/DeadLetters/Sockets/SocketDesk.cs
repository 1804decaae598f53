using System.Net;
using System.Net.Sockets;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Persistence.Files;
using Pipeline.Workers.DeadLetters.Desk;
using Pipeline.Workers.DeadLetters.Replay;

namespace Pipeline.Host.DeadLetters.Sockets;

/// <summary>The desk of the running host, over its socket.</summary>
internal sealed class SocketDesk : IDeadLetterDesk, IAsyncDisposable
{
    private readonly HttpClient _http;

    private SocketDesk(string path) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancelled) => OpenAsync(path, cancelled) })
    {
        BaseAddress = new Uri("http://host/dead-letters/"),

        // Many replays take their time; whoever waits can press Ctrl-C.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The desk of the host that owns the state directory; null where none answers.</summary>
    public static async Task<SocketDesk?> ConnectAsync(StateDirectory directory)
    {
        var path = directory.Path(OperatorSocket.FileName);
        if (!File.Exists(path)) return null;

        try
        {
            await using var probe = await OpenAsync(path, CancellationToken.None);
            return new SocketDesk(path);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string? queue, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<DeadLetter[]>(queue is null ? "" : $"?queue={Uri.EscapeDataString(queue)}", cancellationToken))!;

    public async Task<string?> ShowAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(Uri.EscapeDataString(id), cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(ReplaySelection selection, ModelReference? model, CancellationToken cancellationToken)
    {
        var request = new ReplayRequest(selection.Id, selection.Queue, model?.ToString());
        using var response = await _http.PostAsJsonAsync("replays", request, cancellationToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ReplayOutcome[]>(cancellationToken))!;
    }

    public async Task<bool> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(Uri.EscapeDataString(id), cancellationToken);
        return response.StatusCode != HttpStatusCode.NotFound && response.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<Stream> OpenAsync(string path, CancellationToken cancelled)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
