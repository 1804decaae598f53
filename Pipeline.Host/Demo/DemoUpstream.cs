using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Pipeline.Host.Demo;

/// <summary>
/// A small upstream that needs no key and no network: a real HTTP server in this process that speaks
/// the OpenAI protocol, so that the first minute shows the whole path at work.
/// </summary>
internal sealed class DemoUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DemoUpstream(WebApplication app) => _app = app;

    /// <summary>The options that point the pipeline at this upstream, whatever else is configured.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings
    {
        get
        {
            var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Providers:nvidia_nim:BaseUrl"] = $"{address}/v1",
                ["Providers:nvidia_nim:RateLimit"] = "0",
                ["Providers:nvidia_nim:ApiKey"] = "demo",
                ["Routing:Default"] = "nvidia_nim/pipeline/demo",
                ["Routing:Opus"] = "",
                ["Routing:Sonnet"] = "",
                ["Routing:Haiku"] = "",
            };
        }
    }

    public static async Task<DemoUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
        await app.StartAsync();
        return new DemoUpstream(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 1024 }, http.RequestAborted);
        var answer = DemoAnswer.To(request.RootElement);

        http.Response.ContentType = "text/event-stream";
        foreach (var word in answer.Text.Split(' ').Select((word, index) => index == 0 ? word : $" {word}"))
            await WriteAsync(http, new { choices = new[] { new { index = 0, delta = new { content = word } } } });

        await WriteAsync(http, new { choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } } });
        await WriteAsync(http, new { choices = Array.Empty<object>(), usage = new { prompt_tokens = answer.PromptTokens, completion_tokens = answer.CompletionTokens } });
        await http.Response.WriteAsync("data: [DONE]\n\n", http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, object chunk)
    {
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
