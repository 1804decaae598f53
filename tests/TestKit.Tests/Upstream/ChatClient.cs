using System.Text;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Tests.Upstream;

/// <summary>Asks the fake upstream as an OpenAI client does.</summary>
internal sealed class ChatClient(FakeUpstream upstream) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { Timeout = Patience.Limit };

    public async Task<HttpResponseMessage> SendAsync(bool stream = true, bool usage = false, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject { ["model"] = "test/model", ["stream"] = stream, ["messages"] = new JsonArray() };
        if (usage) body["stream_options"] = new JsonObject { ["include_usage"] = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, upstream.ApiAddress + "/chat/completions");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<string> ReadAsync(bool stream = true, bool usage = false)
    {
        using var response = await SendAsync(stream, usage);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The data of each event, as an independent reader sees it.</summary>
    public static IReadOnlyList<string> DataOf(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(data => data["data: ".Length..])];

    public void Dispose() => _http.Dispose();
}
