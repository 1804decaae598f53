using System.Text.Json;
using Pipeline.TestKit;

namespace Pipeline.Compose.Tests.Declared;

/// <summary>The stages of the Dockerfile, by name.</summary>
internal sealed class Dockerfile
{
    private readonly Dictionary<string, DockerStage> _stages = [];

    private Dockerfile(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith('#'));
        foreach (var instruction in string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (keyword, rest) = (instruction.Split(' ')[0], instruction[(instruction.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());
            if (keyword == "FROM") Begin(rest.Split(' '));
            else _stages.Last().Value.Instructions.Add((keyword, rest));
        }
    }

    /// <summary>The repository's Dockerfile.</summary>
    public static Dockerfile Read() => new(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Dockerfile")));

    /// <summary>The images that are not built here.</summary>
    public IEnumerable<string> BaseImages => _stages.Values.Where(stage => stage.Parent is null).Select(stage => stage.From);

    /// <summary>A stage.</summary>
    public DockerStage this[string name] => _stages[name];

    private void Begin(string[] words) =>
        _stages[words[2]] = new DockerStage(words[0], _stages.GetValueOrDefault(words[0]));
}

/// <summary>One stage; what it does not say, the stage that it comes from says.</summary>
/// <param name="From">The image or stage that it begins with.</param>
/// <param name="Parent">That stage; null where it is an image.</param>
internal sealed record DockerStage(string From, DockerStage? Parent)
{
    public List<(string Keyword, string Text)> Instructions { get; } = [];

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> EntryPoint => JsonSerializer.Deserialize<string[]>(Last("ENTRYPOINT"))!;

    /// <summary>The image's user.</summary>
    public string User => Last("USER");

    /// <summary>The image's environment; no value here has a space in it.</summary>
    public Dictionary<string, string> Environment => All("ENV")
        .SelectMany(rest => rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'), StringComparer.Ordinal);

    /// <summary>What is run, without the options of the instruction itself.</summary>
    public IEnumerable<string> Commands => All("RUN").Select(rest =>
        string.Join(' ', rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))));

    /// <summary>The folder of the build stage that becomes the image's own, relative to where that works.</summary>
    public string Published(DockerStage build) =>
        Path.GetRelativePath(build.Last("WORKDIR"), Last("COPY").Split(' ')[1]);

    private IEnumerable<string> All(string keyword) =>
        (Parent?.All(keyword) ?? []).Concat(Instructions.Where(instruction => instruction.Keyword == keyword).Select(instruction => instruction.Text));

    private string Last(string keyword) => All(keyword).Last();
}
