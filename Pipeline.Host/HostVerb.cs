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
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Console.Error.WriteLine($"{fault.Message.TrimEnd('.')}. Is a Pipeline running already? PORT or --urls chooses another address.");
            return 1;
        }
    }

    private static async Task RunAsync(WebApplication app, SettingsSource settings)
    {
        foreach (var name in settings.UnsupportedNames())
            app.Logger.LogWarning("{Name} is set, but Pipeline does not support it yet; it has no effect", name);

        await app.StartAsync();
        using var record = HostRecord.Write(app);
        Console.Out.WriteLine(Banner.For(app));
        await app.WaitForShutdownAsync();
    }
}
