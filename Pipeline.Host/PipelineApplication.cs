using Pipeline.Host.Startup;
using Pipeline.Ingress;
using Pipeline.Persistence.RequestLog;
using Pipeline.Persistence;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting;
using Pipeline.Transport.Settings;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli;
using Pipeline.Workers.DeadLetters;
using Pipeline.Workers.Nim;
using Pipeline.Workers.Optimizer;
using Pipeline.Workers.Telegram;
using Pipeline.Workers.Trees;

namespace Pipeline.Host;

/// <summary>Every role in one web application.</summary>
internal static class PipelineApplication
{
    /// <summary>Builds the application; it listens once it is started.</summary>
    /// <param name="args">ASP.NET Core's own arguments, such as <c>--urls</c>; they win over settings.</param>
    /// <param name="settings">Where people write settings.</param>
    /// <param name="overrides">Option keys with values that win over everything.</param>
    /// <param name="configure">Last changes before the application is built.</param>
    /// <exception cref="SettingsException">An option key has a value of the wrong format.</exception>
    /// <exception cref="PersistenceException"><c>DATABASE_URL</c> cannot be understood.</exception>
    public static WebApplication Build(
        string[] args,
        SettingsSource settings,
        IEnumerable<KeyValuePair<string, string?>>? overrides = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        var builder = RoleApplication.CreateBuilder(args, settings, IngressUrl.From, overrides);
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddRequestLog(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddIngress();
        builder.Services.AddNimWorker(builder.Configuration);
        builder.Services.AddOptimizerWorker();
        builder.Services.AddDeadLettersWorker(builder.Configuration);
        builder.Services.AddTreesWorker(builder.Configuration);
        builder.Services.AddSingleton<IIngressAddress, OwnIngress>();
        builder.Services.AddCliWorker(builder.Configuration);
        builder.Services.AddTelegramWorker(builder.Configuration);
        configure?.Invoke(builder);

        return builder.Build().MapIngress();
    }
}
