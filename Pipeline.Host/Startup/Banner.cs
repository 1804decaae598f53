using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Providers;
using Pipeline.Ingress;
using Pipeline.Ingress.Models;
using Pipeline.Persistence.Files;
using Pipeline.Transport.Providers;

namespace Pipeline.Host.Startup;

/// <summary>Tells the person at the terminal, once, how to use what has just started.</summary>
internal static class Banner
{
    public static string For(WebApplication app)
    {
        var url = HostRecord.ClientUrl(app.Urls);
        var hasToken = !string.IsNullOrEmpty(app.Services.GetRequiredService<IOptions<IngressOptions>>().Value.AuthToken);
        var text = new StringBuilder()
            .AppendLine($"Pipeline listens on {string.Join(", ", app.Urls)}. Point Claude Code at it:")
            .AppendLine()
            .AppendLine($"  export ANTHROPIC_BASE_URL={url}")
            .AppendLine($"  export ANTHROPIC_AUTH_TOKEN={(hasToken ? "<the token you configured>" : "pipeline")}")
            .AppendLine("  export CLAUDE_CODE_DISABLE_1M_CONTEXT=1")
            .AppendLine("  claude")
            .AppendLine()
            .AppendLine("or let Pipeline do it: dotnet run --project Pipeline.Host -- claude")
            .AppendLine();

        foreach (var (families, models) in Routes(app)) text.AppendLine($"Model   {models} serves {families}");
        text.AppendLine($"State   {app.Services.GetRequiredService<StateDirectory>().FullPath} (tasks and what they did, requests, dead letters; conversations stay with the CLI)");
        foreach (var missing in MissingKeys(app)) text.AppendLine($"Missing {missing}");
        return text.ToString();
    }

    private static IEnumerable<(string Families, string Models)> Routes(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<ModelRoutes>();
        return routes.Families.Append(routes.Default with { Family = "every other model" })
            .GroupBy(route => string.Join(", then ", route.Models), route => route.Family)
            .Select(group => (string.Join(", ", group), group.Key));
    }

    private static IEnumerable<string> MissingKeys(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<ModelRoutes>();
        var providers = app.Services.GetRequiredService<ProviderCatalogue>();
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        return
            from name in routes.Families.Append(routes.Default).SelectMany(route => route.Models).Select(model => model.Provider).Distinct()
            let provider = providers.Find(name)
            where provider.NeedsKey && string.IsNullOrEmpty(configuration[$"{ConfiguredProviders.Section}:{name}:ApiKey"])
            select $"{provider.SettingPrefix}_API_KEY: requests are refused until it is set (environment or .env) and the host started again; "
                + $"{provider.KeySource}, or try --demo";
    }
}
