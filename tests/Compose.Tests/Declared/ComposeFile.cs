using Pipeline.TestKit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Pipeline.Compose.Tests.Declared;

/// <summary>What compose.yaml declares, as far as the tests look at it.</summary>
internal sealed class ComposeFile
{
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, ComposeConfig> Configs { get; set; } = [];

    public Dictionary<string, ComposeNetwork> Networks { get; set; } = [];

    /// <summary>The services that run all the time and whose image this repository builds.</summary>
    public IEnumerable<string> Roles => Services.Where(service => service.Value is { Build: not null, Profiles: [] }).Select(service => service.Key);

    /// <summary>The file as it is written.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "compose.yaml"));

    /// <summary>Reads the file with a word in the place of every secret.</summary>
    public static ComposeFile Read() => Read(Interpolation.RequiredNames(Text).ToDictionary(name => name, _ => "secret", StringComparer.Ordinal));

    /// <summary>Reads the file with the values that <c>.env</c> would give.</summary>
    public static ComposeFile Read(IReadOnlyDictionary<string, string> variables)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        using var text = new StringReader(Interpolation.Apply(Text, variables));
        var compose = reader.Deserialize<ComposeFile>(new MergingParser(new Parser(text)));

        // A variable without a value is an empty one, not none: compose interpolates after it has parsed.
        foreach (var environment in compose.Services.Values.Select(service => service.Environment))
            foreach (var name in environment.Keys.ToList()) environment[name] ??= "";
        return compose;
    }
}

/// <summary>A file that compose writes into a container.</summary>
internal sealed class ComposeConfig
{
    public string Content { get; set; } = "";
}

/// <summary>A network; what is on an internal one alone reaches nothing outside, and is not reached from there.</summary>
internal sealed class ComposeNetwork
{
    public bool Internal { get; set; }
}
