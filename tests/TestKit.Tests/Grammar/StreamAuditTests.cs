using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.TestKit.Grammar;

namespace Pipeline.TestKit.Tests.Grammar;

public sealed class StreamAuditTests
{
    [Fact]
    public async Task A_stream_that_breaks_the_grammar_is_found_whoever_reads_it()
    {
        var audit = await ServeAsync("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

        Assert.Equal(1, audit.Checked);
        Assert.Throws<StreamGrammarException>(audit.EnsureValid);
    }

    [Fact]
    public async Task A_stream_that_keeps_the_grammar_passes()
    {
        var audit = await ServeAsync("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"}}\n\n");

        Assert.Equal(1, audit.Checked);
        audit.EnsureValid();
    }

    private static async Task<StreamAudit> ServeAsync(string body)
    {
        var audit = new StreamAudit();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IStartupFilter>(audit);
        await using var app = builder.Build();
        app.Run(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(body);
        });
        await app.StartAsync();

        using var client = new HttpClient();
        Assert.Equal(body, await client.GetStringAsync(new Uri(app.Urls.Single())));
        return audit;
    }
}
