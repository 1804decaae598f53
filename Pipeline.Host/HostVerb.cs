using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Pipeline.Host.Demo;
using Pipeline.Host.Startup;
using Pipeline.Transport.Settings;

namespace Pipeline.Host;

/// <summary>Runs every role in this process until it is told to stop.</summary>
internal static class HostVerb
{
    private const string DemoSwitch = "--demo";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var settings = SettingsSource.Read(Directory.GetCurrentDirectory());
            await using var demo = args.Contains(DemoSwitch) ? await DemoUpstream.StartAsync() : null;
            await using var app = PipelineApplication.Build([.. args.Where(argument => argument != DemoSwitch)], settings, demo?.Settings);
            await RunAsync(app, settings);
            return 0;
        }
        catch (SettingsException fault)
        {
            Console.Error.WriteLine("The configuration is wrong:");
            foreach (var sentence in fault.Faults) Console.Error.WriteLine($"  {sentence}");
            return 1;
        }
        catch (ListenException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private static async Task RunAsync(WebApplication app, SettingsSource settings)
    {
        foreach (var name in settings.UnsupportedNames())
            app.Logger.LogWarning("{Name} is set, but Pipeline does not support it yet; it has no effect", name);

        using var record = HostRecord.Claim(app.Configuration);
        await ListenAsync(app);
        record.Write(HostRecord.ClientUrl(app));
        Console.Out.WriteLine(Banner.For(app));
        using var impatience = Impatience.Watch(app.Lifetime, record.Dispose);
        await app.WaitForShutdownAsync();
    }

    /// <exception cref="ListenException">The address is taken, not this machine's, or one that Kestrel cannot listen on.</exception>
    private static async Task ListenAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new ListenException($"{fault.Message.TrimEnd('.')}. Is a Pipeline running already? PORT or --urls chooses another address.", fault);
        }
        catch (Exception fault) when (fault is IOException or SocketException || IsKestrels(fault))
        {
            var urls = app.Configuration[WebHostDefaults.ServerUrlsKey];
            throw new ListenException($"Pipeline cannot listen on {urls}: {fault.Message} HOST and PORT, or --urls, choose another address.", fault);
        }
    }

    // Kestrel refuses addresses that it cannot listen on with a type that says nothing.
    private static bool IsKestrels(Exception fault) =>
        fault is InvalidOperationException && fault.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;

    private sealed class ListenException(string message, Exception cause) : Exception(message, cause);
}
