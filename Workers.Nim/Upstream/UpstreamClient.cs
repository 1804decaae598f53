using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>The one pooled HTTP client of a provider, for the life of the process.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _writeTimeout;
    private readonly Uri _chatCompletions;
    private readonly AuthenticationHeaderValue? _authorization;

    public UpstreamClient(ProviderProfile profile, IOptions<UpstreamOptions> upstream)
    {
        var options = upstream.Value;
        _writeTimeout = TimeSpan.FromSeconds(options.WriteTimeoutSeconds);
        _chatCompletions = new Uri($"{profile.BaseUrl.TrimEnd('/')}/chat/completions");
        _authorization = profile.ApiKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds),
            // DNS changes and half-dead connections are noticed within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            EnableMultipleHttp2Connections = true,
            // Not Brotli: its stream reports broken data as an error of the program.
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            // Silence is limited, not answers: see IdleTimeout.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    /// <summary>Sends a chat request and returns as soon as the response's headers are there.</summary>
    /// <exception cref="HttpRequestException">The provider could not be reached or broke off.</exception>
    /// <exception cref="TimeoutException">The provider did not take the request.</exception>
    public async Task<HttpResponseMessage> SendAsync(ReadOnlyMemory<byte> json, IdleTimeout idle)
    {
        using var content = new ChatContent(json, _writeTimeout, idle);
        using var request = new HttpRequestMessage(HttpMethod.Post, _chatCompletions) { Content = content };
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token);
        }
        catch (OperationCanceledException silence) when (idle.HasElapsed && content.IsBeingWritten)
        {
            throw new TimeoutException($"it took no more of the request for {_writeTimeout.TotalSeconds:0.##} s (HTTP_WRITE_TIMEOUT)", silence);
        }
    }

    public void Dispose() => _http.Dispose();
}
