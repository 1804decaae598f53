using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pipeline.TestKit;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>A whole pipeline as processes, which runs tasks with the real Claude Code CLI and a scripted model.</summary>
internal abstract class TaskPipeline : IAsyncDisposable
{
    /// <summary>One such pipeline at a time: each is several processes, and agents besides.</summary>
    public const string Alone = "Tasks";

    private const string Token = "operators-secret";

    // A lost worker is noticed when its lease of 20 s is over.
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new("tasks");
    private readonly ConcurrentDictionary<string, (Func<RecordedRequest, int, UpstreamReply> Reply, CallCount Calls)> _scripts = new(StringComparer.Ordinal);

    protected TaskPipeline(FakeUpstream upstream, IEnumerable<(string Name, string Value)> settings)
    {
        Upstream = upstream;
        Upstream.Responder = Reply;
        Client.DefaultRequestHeaders.Add("x-api-key", Token);
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Workspace);
        Environment = new(StringComparer.Ordinal)
        {
            ["ANTHROPIC_AUTH_TOKEN"] = Token,
            ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
            ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
            ["MODEL"] = "nvidia_nim/test/model",
            ["PROVIDER_MAX_CONCURRENCY"] = "64",
            ["PROVIDER_RATE_LIMIT"] = "0",
            ["CLAUDE_CLI_PATH"] = ClaudeExecutable.Find(),
            ["CLAUDE_WORKSPACE"] = Workspace,
            ["HOME"] = Home,
        };
        foreach (var (name, value) in settings) Environment[name] = value;
    }

    public FakeUpstream Upstream { get; }

    /// <summary>Where runs work.</summary>
    public string Workspace => Path.Combine(_directory.Path, "workspace");

    /// <summary>Everything that has been logged.</summary>
    public abstract string Output { get; }

    protected abstract Uri Address { get; }

    protected Dictionary<string, string> Environment { get; }

    protected HttpClient Client { get; } = new();

    private string Home => Path.Combine(_directory.Path, "home");

    /// <summary>What the model answers where a conversation's last prompt holds these words; calls count from 1.</summary>
    public void On(string prompt, Func<RecordedRequest, int, UpstreamReply> reply) => _scripts[prompt] = (reply, new CallCount());

    /// <summary>Waits until the model has been asked about a prompt.</summary>
    public Task AskedAsync(string prompt) => UntilAsync(() => Task.FromResult(_scripts[prompt].Calls.Value > 0), $"the model is asked about '{prompt}'");

    /// <summary>Submits a task; returns its id.</summary>
    public async Task<string> SubmitAsync(string prompt, string? parent = null)
    {
        using var response = await Client.PostAsJsonAsync(new Uri(Address, "/v1/tasks"), new { prompt, parent, stream = false });
        var receipt = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, receipt.ToString());
        return receipt.GetProperty("id").GetString()!;
    }

    /// <summary>Submits a task, and watches it.</summary>
    public async Task<WatchedTask> StreamAsync(string prompt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/v1/tasks")) { Content = JsonContent.Create(new { prompt }) };
        return await WatchedTask.OpenAsync(await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    public Task<WatchedTask> WatchAsync(string id, string? lastEventId = null) =>
        WatchedTask.OpenAsync(Client, new Uri(Address, $"/v1/tasks/{id}/events").ToString(), lastEventId);

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(new Uri(Address, path));

    public Task<HttpResponseMessage> DeleteAsync(string path) => Client.DeleteAsync(new Uri(Address, path));

    public Task<HttpResponseMessage> PostAsync(string path) => Client.PostAsync(new Uri(Address, path), content: null);

    /// <summary>Waits until a task is in a state, and returns it.</summary>
    public async Task<JsonElement> UntilAsync(string id, string state)
    {
        JsonElement task = default;
        await UntilAsync(
            async () =>
            {
                task = await GetAsync($"/v1/tasks/{id}");
                return task.GetProperty("state").ValueEquals(state);
            },
            $"{id} is {state}");
        return task;
    }

    /// <summary>Asks until a condition holds.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, string what) => UntilAsync(condition, () => what, Limit);

    /// <summary>Asks until a condition holds, as long as it may take here.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        while (!await condition())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited {patience.TotalSeconds} s in vain until {what()}. Log:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>All processes of this pipeline's runs, whoever began them.</summary>
    public IReadOnlyList<int> Processes() => [.. MarkedProcess.All().Select(marked => marked.Process.Id).Where(id => ProcessFiles.Variable(id, "HOME"u8) == Home)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var left in Processes()) Signals.Send(left, Signal.Kill);
        Client.Dispose();
        await Upstream.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Ends every process of it but the runs' as a crash does, and starts it again on what it has left.</summary>
    public abstract Task CrashAsync();

    protected string PathOf(string name) => Path.Combine(_directory.Path, name);

    protected abstract Task StopAsync();

    // The prompt that stands last in the conversation is the one that is asked about.
    private UpstreamReply? Reply(RecordedRequest request)
    {
        var conversation = Encoding.UTF8.GetString(request.Body.Span);
        var last = _scripts.Keys.MaxBy(prompt => conversation.LastIndexOf(prompt, StringComparison.Ordinal));
        if (last is null || !conversation.Contains(last, StringComparison.Ordinal)) return null;

        var (reply, calls) = _scripts[last];
        return reply(request, calls.Increment());
    }

    private sealed class CallCount
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public int Increment() => Interlocked.Increment(ref _value);
    }
}
