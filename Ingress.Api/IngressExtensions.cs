using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.LocalAnswers;
using Pipeline.Ingress.Messages;
using Pipeline.Ingress.Models;
using Pipeline.Ingress.Recording;
using Pipeline.Ingress.Relay;
using Pipeline.Ingress.Security;
using Pipeline.Ingress.Tasks;
using Pipeline.Ingress.Telegram;
using Pipeline.Persistence.RequestLog;
using Pipeline.Tokens;
using Pipeline.Tokens.Prompts;
using Pipeline.Transport.Hosting.Health;
using Pipeline.Transport.Settings;

namespace Pipeline.Ingress;

/// <summary>The Anthropic-compatible edge, for any ASP.NET Core host.</summary>
public static class IngressExtensions
{
    /// <summary>Adds what the ingress needs; the transport is added once for all roles.</summary>
    public static IServiceCollection AddIngress(this IServiceCollection services)
    {
        services.AddOptions<IngressOptions>().BindConfiguration(IngressOptions.Section);
        services.AddOptions<RoutingOptions>().BindConfiguration(RoutingOptions.Section);
        services.AddSingleton<IConfigurationRule, TokenBeyondLoopback>();
        services.AddTransient<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRequestLog, NoRequestLog>();
        services.AddSingleton<ModelRoutes>();
        services.AddSingleton<ServedModels>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddLocalAnswers();
        services.AddSingleton<RelayStreams>();
        services.AddSingleton<MessagesEndpoint>();
        services.TryAddSingleton<ITokenizer>(Cl100kTokenizer.Instance);
        services.TryAddSingleton<PromptCounter>();
        services.AddSingleton<CountTokensEndpoint>();
        services.AddTasks();
        services.AddTelegramWebhook();
        services.AddHostedService<RelayDrain>();
        services.AddHostedService<RelayWatch>();
        return services;
    }

    private static void AddLocalAnswers(this IServiceCollection services)
    {
        services.AddOptions<LocalAnswerOptions>().BindConfiguration(LocalAnswerOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<LocalAnswerMetrics>();
        services.AddSingleton<LocalAnswering>();
    }

    /// <summary>Maps the ingress's routes and puts its guards before every route of the application.</summary>
    public static WebApplication MapIngress(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IRequestLog>() is not NoRequestLog) app.UseMiddleware<RequestRecording>();
        app.UseMiddleware<AnthropicErrors>();
        app.UseMiddleware<WebPageGuard>();
        app.UseRouting();

        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], () => Results.Text("Pipeline: POST /v1/messages\n"));
        app.MapHealth();

        var api = app.MapGroup("/v1").AddEndpointFilter<ClientToken>();
        api.MapPost("/messages", (HttpContext http, MessagesEndpoint messages) => messages.HandleAsync(http)).WithMetadata(new OpenToRuns());
        api.MapPost("/messages/count_tokens", (HttpContext http, CountTokensEndpoint counts) => counts.HandleAsync(http)).WithMetadata(new OpenToRuns());
        api.MapGet("/models", (string? limit, string? after_id, string? before_id, ModelsEndpoint models, CancellationToken aborted) => models.ListAsync(limit, after_id, before_id, aborted));
        api.MapGet("/models/{**id}", (string id, ModelsEndpoint models, CancellationToken aborted) => models.GetAsync(id, aborted));
        app.MapTasks();
        app.MapTelegramWebhook();
        return app;
    }
}
