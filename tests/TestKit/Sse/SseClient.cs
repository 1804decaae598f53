using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>A client of the Anthropic Messages API that shows what is on the wire and repairs nothing.</summary>
public sealed class SseClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client for the server at this address.</summary>
    /// <param name="baseAddress">Without <c>/v1</c>.</param>
    /// <param name="token">Sent as bearer token; null sends none.</param>
    public SseClient(Uri baseAddress, string? token = "test-token")
    {
        // Without draining, disposing a response that has not ended closes its connection at once.
        var handler = new SocketsHttpHandler { MaxResponseDrainSize = 0 };
        _http = new HttpClient(handler) { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Headers of every request.</summary>
    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    /// <summary>Posts a message and returns as soon as the response's headers are there.</summary>
    public Task<SseResponse> PostMessageAsync(JsonNode body, CancellationToken cancellationToken = default) =>
        PostAsync("/v1/messages?beta=true", AnthropicRequests.ToUtf8(body), cancellationToken);

    /// <summary>Posts bytes as JSON to a path and returns as soon as the response's headers are there.</summary>
    public async Task<SseResponse> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await SseResponse.OpenAsync(response, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
