using Pipeline.TestKit;
using Pipeline.TestKit.Processes;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Workers.Trees as a process of its own, which a test kills.</summary>
internal sealed class TreesProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("trees-process");
    private readonly ProgramProcess _process;

    private TreesProcess(IReadOnlyDictionary<string, string?> settings)
    {
        var variables = settings.Append(new("State:Directory", _directory.Path))
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!, StringComparer.Ordinal);
        _process = ProgramProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, "Pipeline.Workers.Trees.dll")], variables, _directory.Path);
    }

    /// <summary>Everything that it has printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts one; it takes messages a while later.</summary>
    public static TreesProcess Start(IReadOnlyDictionary<string, string?> settings) => new(settings);

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync() => _process.EndAsync(ProcessSignal.Kill);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
