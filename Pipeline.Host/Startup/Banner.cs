using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Models;
using Pipeline.Ingress;
using Pipeline.Ingress.Models;
using Pipeline.Persistence.Files;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Host.Startup;

/// <summary>Tells the person at the terminal, once, how to use what has just started.</summary>
internal static class Banner
{
    public static string For(WebApplication app)
    {
        var url = HostRecord.ClientUrl(app);
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

        foreach (var (families, model) in Routes(app)) text.AppendLine($"Model   {model} serves {families}");
        text.AppendLine($"State   {app.Services.GetRequiredService<StateDirectory>().FullPath} (this host's address, dead letters; conversations stay with the CLI)");
        if (MissingKey(app) is { } missing) text.AppendLine($"Missing {missing}");
        return text.ToString();
    }

    private static IEnumerable<(string Families, ModelReference Model)> Routes(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<ModelRoutes>();
        return routes.Families.Append((Family: "every other model", Model: routes.Default))
            .GroupBy(route => route.Model, route => route.Family)
            .Select(group => (string.Join(", ", group), group.Key));
    }

    private static string? MissingKey(WebApplication app)
    {
        var provider = app.Services.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get(ProviderNames.NvidiaNim);
        return string.IsNullOrEmpty(provider.ApiKey)
            ? "NVIDIA_NIM_API_KEY: requests are refused until it is set (environment or .env) and the host started again; "
                + "get a free key at https://build.nvidia.com/settings/api-keys, or try --demo"
            : null;
    }
}
