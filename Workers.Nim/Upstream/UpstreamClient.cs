using System.Net;
using System.Net.Http.Headers;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.RateBudget;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>The one pooled HTTP client of a provider, for the life of the process.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private const string AnthropicVersion = "2023-06-01";

    private readonly HttpClient _http;
    private readonly ProviderProfile _profile;
    private readonly TimeSpan _writeTimeout;
    private readonly Uri _completions;

    public UpstreamClient(ProviderProfile profile, UpstreamOptions options)
    {
        _profile = profile;
        _writeTimeout = TimeSpan.FromSeconds(options.WriteTimeoutSeconds);
        _completions = new Uri(profile.BaseUrl + (profile.IsNative ? "/messages" : "/chat/completions"));
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = profile.ConnectTimeout,
            // DNS changes and half-dead connections are noticed within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            EnableMultipleHttp2Connections = true,
            // Over HTTP/2 a connection that has died is noticed while an answer is awaited.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
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

    /// <summary>Sends a request for an answer and returns as soon as the response's headers are there.</summary>
    /// <param name="json">The request in the form of the provider's API.</param>
    /// <param name="beta">The client's <c>anthropic-beta</c>, for a provider that speaks Anthropic's API.</param>
    /// <param name="idle">Ends the call after a silence.</param>
    /// <param name="permit">Is told what becomes of the request.</param>
    /// <exception cref="HttpRequestException">The provider could not be reached or broke off.</exception>
    /// <exception cref="TimeoutException">The provider did not take the request.</exception>
    public async Task<HttpResponseMessage> SendAsync(ReadOnlyMemory<byte> json, string? beta, IdleTimeout idle, Permit permit)
    {
        using var content = new ChatContent(json, _writeTimeout, idle, permit.Sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, _completions) { Content = content };
        AddHeaders(request.Headers);
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Accept.ParseAdd("application/json");
        if (_profile.IsNative && beta is not null) request.Headers.TryAddWithoutValidation("anthropic-beta", beta);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token);
            permit.Arrived();
            return response;
        }
        catch (OperationCanceledException silence) when (idle.HasElapsed && content.IsBeingWritten)
        {
            throw new TimeoutException($"it took no more of the request for {_writeTimeout.TotalSeconds:0.##} s (HTTP_WRITE_TIMEOUT)", silence);
        }
        finally
        {
            if (!content.HasBegun) permit.NotSent();
        }
    }

    /// <summary>Fetches a document, such as a list of models.</summary>
    /// <exception cref="HttpRequestException">The provider could not be reached, or answered with an error status.</exception>
    public async Task<byte[]> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        AddHeaders(request.Headers);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private void AddHeaders(HttpRequestHeaders headers)
    {
        if (_profile.ApiKey is { } key) headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (_profile.IsNative)
        {
            headers.Add("anthropic-version", AnthropicVersion);
            if (_profile.ApiKey is { } secret) headers.Add("x-api-key", secret);
        }

        foreach (var (name, value) in _profile.Headers)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
