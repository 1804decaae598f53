using System.Net;
using System.Text;
using MassTransit.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tests.Telegram;

/// <summary>The ingress with real state and bus; the test plays Telegram and its workers.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryDirectory _state;
    private readonly HttpClient _client;

    private WebhookHost(WebApplication app, TemporaryDirectory state) =>
        (_app, _state, _client) = (app, state, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public LogLines Log => _app.Services.GetRequiredService<LogLines>();

    public TakenUpdates Taken => _app.Services.GetRequiredService<TakenUpdates>();

    public static async Task<WebhookHost> StartAsync(string? secret)
    {
        var state = new TemporaryDirectory("webhook");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<LogLines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Configuration.AddInMemoryCollection([new("Telegram:WebhookSecret", secret), new("State:Directory", state.Path)]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddIngress();
        builder.Services.AddSingleton<TakenUpdates>();
        builder.Services.RegisterConsumer<ScriptedTelegramWorker, ScriptedTelegramWorkerDefinition>();
        var app = builder.Build().MapIngress();
        await app.StartAsync();
        return new WebhookHost(app, state);
    }

    /// <summary>Brings an update as Telegram does; returns the status.</summary>
    public async Task<HttpStatusCode> PostAsync(string body, string? secret, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/telegram/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        if (host is not null) request.Headers.Host = host;
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _state.Dispose();
    }
}
