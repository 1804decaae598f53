using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Benchmarks;

/// <summary>The cheapest upstream there can be: reads the request and writes the same small stream at once.</summary>
internal static class UpstreamProcess
{
    /// <summary>The model whose answers are long.</summary>
    public const string LongModel = "test/long";

    /// <summary>Deltas of a long answer.</summary>
    public const int LongDeltas = 20_000;

    private static readonly byte[] Answer = Stream(["Hel", "lo ", "from ", "the ", "upstream"]);
    private static readonly byte[] LongAnswer = Stream(Enumerable.Repeat("some words ", LongDeltas));

    private static byte[] Stream(IEnumerable<string> deltas) => Encoding.UTF8.GetBytes(
        string.Concat(deltas.Select(Chunk))
        + """data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n"
        + """data: {"id":"c","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}""" + "\n\n"
        + "data: [DONE]\n\n");

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var isLong = body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf(Encoding.UTF8.GetBytes(LongModel)) >= 0;
        http.Response.ContentType = "text/event-stream";
        await http.Response.BodyWriter.WriteAsync(isLong ? LongAnswer : Answer, http.RequestAborted);
    }

    private static string Chunk(string text) =>
        $$$"""data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]}""" + "\n\n";
}
