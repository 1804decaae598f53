using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>Starts an application and tells in words what prevents it.</summary>
public static class Listening
{
    /// <summary>Starts the application; it listens afterwards. False where it was told to stop before that, for instance while no broker answered.</summary>
    /// <param name="app">The application.</param>
    /// <param name="settings">Where people write settings; those without effect are named in the log.</param>
    /// <exception cref="ListenException">The address is taken, not this machine's, or one that Kestrel cannot listen on.</exception>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    public static async Task<bool> ListenAsync(this WebApplication app, SettingsSource settings)
    {
        foreach (var name in settings.UnsupportedNames())
            app.Logger.LogWarning("{Name} is set, but Pipeline does not support it yet; it has no effect", name);

        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            GiveUp(app);
            throw new ListenException($"{fault.Message.TrimEnd('.')}. Is a Pipeline running already? --urls (for the ingress also PORT) chooses another address.", fault);
        }
        catch (Exception fault) when (fault is IOException or SocketException || IsKestrels(fault))
        {
            GiveUp(app);
            var urls = app.Configuration[WebHostDefaults.ServerUrlsKey];
            throw new ListenException($"Pipeline cannot listen on {urls}: {fault.Message} --urls (for the ingress also HOST and PORT) chooses another address.", fault);
        }
    }

    // What has started already is about to be disposed of; as the host is stopping, that is no fault of a service's own.
    private static void GiveUp(WebApplication app) => app.Lifetime.StopApplication();

    // Kestrel refuses addresses that it cannot listen on with a type that says nothing.
    private static bool IsKestrels(Exception fault) =>
        fault is InvalidOperationException && fault.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;
}
