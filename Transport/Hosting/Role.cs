using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Hosting.Health;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>One role as a program of its own, which talks to the others over the broker.</summary>
/// <param name="name">Name of its project, for sentences.</param>
public sealed class Role(string name)
{
    /// <summary>Adds what the role is made of: what it keeps, the transport, and itself, in this order.</summary>
    public required Action<IServiceCollection, IConfiguration> Add { get; init; }

    /// <summary>Maps its routes; by default the health checks alone.</summary>
    public Action<WebApplication> Map { get; init; } = app => app.MapHealth();

    /// <summary>Where it listens unless <c>--urls</c> or <c>ASPNETCORE_URLS</c> says otherwise; by default a free loopback port.</summary>
    public Func<IConfiguration, string> ListenUrl { get; init; } = _ => ListenUrls.AnyLoopbackPort;

    /// <summary>What it does without <c>DATABASE_URL</c>; by default it has no use for one.</summary>
    public DatabaseNeed Database { get; init; }

    /// <summary>What does not happen without <c>DATABASE_URL</c> where it is <see cref="DatabaseNeed.Useful"/>, for a warning.</summary>
    public string WithoutDatabase { get; init; } = "";

    /// <summary>
    /// Runs until the process is told to stop; with <c>health</c> as first argument asks a running one
    /// whether it is ready. Returns the exit code.
    /// </summary>
    public Task<int> RunAsync(string[] args) => StartFaults.TellAsync(() => args is [HealthProbe.Verb, .. var rest]
        ? HealthProbe.RunAsync(CreateBuilder(rest, ReadSettings()).Configuration)
        : ServeAsync(args, ReadSettings()));

    private static SettingsSource ReadSettings() => SettingsSource.Read(Directory.GetCurrentDirectory());

    private async Task<int> ServeAsync(string[] args, SettingsSource settings)
    {
        var builder = CreateBuilder(args, settings);
        var needs = new RoleNeeds(name, Database, WithoutDatabase, builder.Configuration);
        builder.Services.AddSingleton<IConfigurationRule>(needs);
        Add(builder.Services, builder.Configuration);
        await using var app = builder.Build();
        Map(app);

        using var impatience = Impatience.Watch(app.Lifetime);
        if (!await app.ListenAsync(settings)) return 0;

        if (needs.Warning is { } warning) app.Logger.LogWarning("{Warning}", warning);
        app.Logger.LogInformation("{Role} listens on {Urls}", name, string.Join(", ", app.Urls));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private WebApplicationBuilder CreateBuilder(string[] args, SettingsSource settings) => RoleApplication.CreateBuilder(args, settings, ListenUrl);
}
