using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>What every process of the system has in common: settings, log, shutdown, an address to listen on.</summary>
public static class RoleApplication
{
    /// <summary>A builder to which the transport and the roles are added.</summary>
    /// <param name="args">ASP.NET Core's own arguments, such as <c>--urls</c>; they win over settings.</param>
    /// <param name="settings">Where people write settings.</param>
    /// <param name="listenUrl">Where to listen unless <c>--urls</c> or <c>ASPNETCORE_URLS</c> says otherwise.</param>
    /// <param name="overrides">Option keys with values that win over everything.</param>
    /// <exception cref="SettingsException">An option key has a value of the wrong format.</exception>
    public static WebApplicationBuilder CreateBuilder(
        string[] args,
        SettingsSource settings,
        Func<IConfiguration, string> listenUrl,
        IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        // Not the working directory, which is somebody's project: its appsettings.json is not ours, and every
        // directory of it would be watched.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddPipelineSettings(settings);
        builder.Configuration.AddInMemoryCollection(overrides);
        builder.Configuration.RequireBindable();
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(listenUrl(builder.Configuration));

        builder.Logging.AddPipelineDefaults();
        ShutdownTimes.From(builder.Configuration).Configure(builder.Services);
        return builder;
    }

    private static void AddPipelineDefaults(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("MassTransit", LogLevel.Error);

        // Who asks the database tells what went wrong.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);

        // What prevents the start is told in words by the program itself.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
