using Pipeline.Host.DeadLetters.Sockets;
using Pipeline.Host.Demo;
using Pipeline.Host.Startup;
using Pipeline.Persistence.Files;
using Pipeline.Transport.Hosting;
using Pipeline.Transport.Settings;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Host;

/// <summary>Runs every role in this process until it is told to stop.</summary>
internal static class HostVerb
{
    private const string DemoSwitch = "--demo";

    public static Task<int> RunAsync(string[] args) => StartFaults.TellAsync(async () =>
    {
        var settings = SettingsSource.Read(Directory.GetCurrentDirectory());
        await using var demo = args.Contains(DemoSwitch) ? await DemoUpstream.StartAsync() : null;
        await using var app = PipelineApplication.Build([.. args.Where(argument => argument != DemoSwitch)], settings, demo?.Settings);
        await RunAsync(app, settings);
        return 0;
    });

    private static async Task RunAsync(WebApplication app, SettingsSource settings)
    {
        using var record = HostRecord.In(app.Services.GetRequiredService<StateDirectory>());
        if (!await app.ListenAsync(settings)) return;

        await using var socket = await OpenSocketAsync(app, record);
        record.Write(HostRecord.ClientUrl(app.Urls));
        Console.Out.WriteLine(Banner.For(app));
        using var impatience = Impatience.Watch(app.Lifetime, record.Dispose);
        await app.WaitForShutdownAsync();
    }

    // One host owns the directory, and with it the socket there.
    private static async Task<OperatorSocket?> OpenSocketAsync(WebApplication app, HostRecord record) => record.IsOwner
        ? await OperatorSocket.OpenAsync(app.Services.GetRequiredService<StateDirectory>(), app.Services.GetRequiredService<IDeadLetterDesk>(), app.Logger)
        : null;
}
