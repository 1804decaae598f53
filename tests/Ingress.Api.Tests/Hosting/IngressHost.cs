using MassTransit.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Persistence.RequestLog;
using Pipeline.TestKit;
using Pipeline.TestKit.Grammar;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>The ingress on a real server and a free port, with a scripted worker behind it; every stream that it sends is checked.</summary>
internal sealed class IngressHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StreamAudit _audit;

    private IngressHost(WebApplication app, WorkerScript worker, LogLines log, StreamAudit audit)
    {
        (_app, Worker, Log, _audit) = (app, worker, log, audit);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    public WorkerScript Worker { get; }

    public OptimizerScript Optimizer => Services.GetRequiredService<OptimizerScript>();

    public HttpClient Client { get; }

    /// <summary>Everything that was logged.</summary>
    public LogLines Log { get; }

    /// <summary>The request log's rows.</summary>
    public NotedRequests Noted => (NotedRequests)Services.GetRequiredService<IRequestLog>();

    public IServiceProvider Services => _app.Services;

    public static async Task<IngressHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        if (settings.All(pair => pair.Key != WebHostDefaults.ServerUrlsKey)) builder.WebHost.UseUrls("http://127.0.0.1:0");

        var worker = new WorkerScript();
        var audit = new StreamAudit();
        builder.Services.AddSingleton<IStartupFilter>(audit);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddIngress();
        builder.Services.AddSingleton<IRequestLog, NotedRequests>();
        builder.Services.Configure<RequestLogOptions>(builder.Configuration.GetSection(RequestLogOptions.Section));
        builder.Services.AddSingleton(worker);
        builder.Services.AddSingleton<OptimizerScript>();
        builder.Services.AddCommandConsumer<ScriptedOptimizer, AnswerLocally>([CommandExchanges.AnswerLocally]);
        builder.Services.RegisterConsumer<ScriptedWorker, ScriptedWorkerDefinition>();
        var app = builder.Build().MapIngress();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new IngressHost(app, worker, log, audit);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _audit.EnsureValid();
    }
}
