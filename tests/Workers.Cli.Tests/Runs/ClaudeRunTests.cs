using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Runs;

public sealed class ClaudeRunTests : IDisposable
{
    private readonly RunBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_run_ends_with_what_its_process_says()
    {
        var outcome = await _bench.RunAsync("init; text Hello; result Hello");
        Assert.Equal((RunState.Completed, "Hello", "session-1", 0), (outcome.State, outcome.Text, outcome.SessionId, outcome.ExitCode));
        Assert.Equal(new TokenCount { InputTokens = 3, OutputTokens = 2 }, outcome.Usage);
        Assert.Equal((0.5, 1), (outcome.CostUsd, outcome.Turns));
        Assert.Equal("Hello", _bench.Events.Text);
        var ended = Assert.IsType<RunEnded>(_bench.Events.All[^1]);
        Assert.Equal((RunState.Completed, "Hello", "session-1"), (ended.State, ended.Text, ended.SessionId));
        Assert.Empty(_bench.Runs.Active);
    }

    [Fact]
    public async Task A_prompt_larger_than_a_pipe_and_an_argument_arrives_whole()
    {
        var outcome = await _bench.RunAsync($"result ok # {new string('x', 2_000_000)}");
        Assert.Equal("ok", outcome.Text);
    }

    [Fact]
    public async Task Lines_of_megabytes_between_others_neither_stop_nor_reorder_anything()
    {
        const string Script = """
            text before
            printf '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"'
            head -c 5000000 /dev/zero | tr '\0' x
            printf '"}]}}\n'
            text after
            result done
            """;
        Assert.Equal(RunState.Completed, (await _bench.RunAsync(Script)).State);
        Assert.Equal("beforeafter", _bench.Events.Text);
        var answer = Assert.IsType<ToolAnswered>(_bench.Events.All[1]);
        Assert.Equal(5_000_000, answer.Text.Length + answer.CutCharacters);
    }

    [Fact]
    public async Task A_line_beyond_all_measure_is_passed_over_and_told()
    {
        await _bench.RunAsync("text before; head -c 40000000 /dev/zero | tr '\\0' x; echo; text after; result done");
        Assert.Equal("beforeafter", _bench.Events.Text);
        Assert.Contains("a line of 40.0 MB", _bench.Events.Statuses, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_is_told_and_does_no_harm()
    {
        var outcome = await _bench.RunAsync("echo 'npm notice: update'; printf '\\377\\n{\"type\":\\n'; text x; result x");
        Assert.Equal(RunState.Completed, outcome.State);
        Assert.Contains("Claude Code printed: npm notice: update", _bench.Events.Statuses, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced()
    {
        await _bench.RunAsync("text $'a\\xffz'; result x");
        Assert.Equal("a\ufffdz", _bench.Events.Text);
    }

    [Fact]
    public async Task What_no_database_column_takes_is_replaced()
    {
        const string Script = @"echo '{""type"":""system"",""subtype"":""init"",""session_id"":""s\u0000""}'; text 'a\u0000b'; echo '{""type"":""result"",""subtype"":""success"",""result"":""a\u0000b""}'";
        var outcome = await _bench.RunAsync(Script);
        Assert.Equal((RunState.Completed, "a\ufffdb", "s\ufffd"), (outcome.State, outcome.Text, outcome.SessionId));
        Assert.Equal("a\ufffdb", _bench.Events.Text);

        var failed = await _bench.RunAsync("printf 'a\\0b\\n' >&2; exit 1");
        Assert.Contains("a\ufffdb", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "exit code 3", "printed nothing else")]
    [InlineData("echo 'disk full' >&2; exit 1", "exit code 1", "disk full")]
    [InlineData("init; exit 0", "exit code 0", "without a result")]
    [InlineData("kill -KILL $$", "exit code 137", "memory")]
    [InlineData("exit 127", "interpreter", "CLAUDE_CLI_PATH")]
    [InlineData("echo \"error: unknown option '--include-partial-messages'\" >&2; exit 1", "too old", "npm install -g @anthropic-ai/claude-code")]
    [InlineData("echo 'Invalid API key · Please run /login'; exit 1", "asks for a log-in", "ANTHROPIC_AUTH_TOKEN")]
    [InlineData("""echo '{"type":"result","subtype":"success","is_error":true,"result":"Not logged in · Please run /login"}'; exit 1""", "asks for a log-in", "ANTHROPIC_AUTH_TOKEN")]
    [InlineData("""echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"API Error: 529 busy"}'; exit 1""", "could not be asked", "529 busy")]
    [InlineData("""echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":401,"result":"API Error: 401 Invalid API key"}'; exit 1""", "could not be asked", "401 Invalid API key")]
    [InlineData("""echo '{"type":"result","subtype":"error_max_turns","is_error":true,"num_turns":4}'; exit 1""", "4 answers", "Reply to go on")]
    [InlineData("""echo '{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["No conversation found with session ID: x"]}'; exit 1""", "not found", "home directory")]
    [InlineData("echo '--dangerously-skip-permissions cannot be used with root/sudo privileges' >&2; exit 1", "as root", "CLAUDE_PERMISSION_MODE")]
    public async Task What_goes_wrong_is_told_in_words_with_what_to_do(string script, string what, string remedy)
    {
        var outcome = await _bench.RunAsync(script);
        Assert.Equal(RunState.Failed, outcome.State);
        Assert.Contains(what, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(outcome.Error, Assert.IsType<ErrorReported>(_bench.Events.All[^2]).Text);
        Assert.Equal(RunState.Failed, Assert.IsType<RunEnded>(_bench.Events.All[^1]).State);
    }

    [Fact]
    public async Task Of_an_error_of_megabytes_the_beginning_is_told()
    {
        const string Script = """
            printf '{"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"API Error: 529 busy '
            head -c 20000000 /dev/zero | tr '\0' ':'
            printf '"}\n'; exit 1
            """;
        var outcome = await _bench.RunAsync(Script);
        Assert.Contains("could not be asked: API Error: 529 busy", outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.Error!.Length < 10_000);
    }

    [Fact]
    public async Task Of_endless_errors_the_last_are_kept()
    {
        var outcome = await _bench.RunAsync("head -c 3000000 /dev/zero | tr '\\0' y >&2; for i in {1..1000}; do echo line $i >&2; done; exit 1");
        Assert.Contains("line 1000", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 900\n", outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.Error!.Length < 10_000);
    }

    [Fact]
    public async Task A_missing_program_is_told()
    {
        using var bench = new RunBench(configure: options => options.Path = "no-such-claude");
        var outcome = await bench.RunAsync("result x");
        Assert.Contains("'no-such-claude' was not found on the PATH. Install Claude Code", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_executed_is_told()
    {
        using var bench = new RunBench(configure: options => File.SetUnixFileMode(options.Path, UnixFileMode.UserRead));
        Assert.Contains("permission denied", (await bench.RunAsync("result x")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_interpreter_is_told()
    {
        using var bench = new RunBench(configure: options =>
        {
            File.SetUnixFileMode(options.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(options.Path, "#!/no/such/node\n");
        });
        Assert.Contains("interpreter", (await bench.RunAsync("result x")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_prompt_and_a_foreign_directory_start_nothing()
    {
        Assert.Contains("prompt is empty", (await _bench.RunAsync(" \n")).Error, StringComparison.Ordinal);
        var elsewhere = await _bench.RunAsync(RunBench.Request("result x") with { Workspace = "/" }, CancellationToken.None);
        Assert.Contains("outside the directories", elsewhere.Error, StringComparison.Ordinal);
        Assert.Null(elsewhere.ExitCode);
    }

    [Fact]
    public async Task A_sink_that_gives_up_kills_the_run_as_well()
    {
        _bench.Events.Before = _ => throw new OperationCanceledException("lost");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync("trap '' INT TERM; text x; while true; do text x; done"));
        Assert.Empty(_bench.Runs.Active);
    }

    [Fact]
    public async Task A_sink_that_fails_kills_the_run_and_its_fault_is_told()
    {
        var request = RunBench.Request("trap '' INT TERM; text x; while true; do sleep 1; done");
        _bench.Events.Before = _ => throw new NotSupportedException("store gone");
        await Assert.ThrowsAsync<NotSupportedException>(() => _bench.RunAsync(request, CancellationToken.None));
        Assert.Empty(RunBench.Processes(request.RunId));
        Assert.Empty(_bench.Runs.Active);
    }

    [Fact]
    public async Task A_stop_reaches_one_run_of_many()
    {
        using var stop = new CancellationTokenSource();
        var others = Enumerable.Range(0, 8).Select(number => RunBench.Request($"text {number}.; until [ -e go ]; do sleep 0.05; done; result {number}")).ToList();
        var stopped = RunBench.Request("text stopped.; sleep 1000 & wait");
        var (one, all) = (_bench.RunAsync(stopped, stop.Token), others.Select(request => _bench.RunAsync(request, CancellationToken.None)).ToList());
        await Patience.UntilAsync(() => Task.FromResult(_bench.Events.Text.Count(letter => letter == '.') == 9));
        Assert.Equal(9, _bench.Runs.Active.Count);

        await stop.CancelAsync();
        Assert.Equal(RunState.Stopped, (await one).State);
        Assert.All(others, request => Assert.NotEmpty(RunBench.Processes(request.RunId)));
        await File.WriteAllTextAsync(Path.Combine(_bench.Workspace, "go"), "");
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], (await Task.WhenAll(all)).Select(outcome => outcome.Text));
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_not_begun_again()
    {
        var request = RunBench.Request("text begun; read -r -d '' < <(sleep 1000)");
        using var stop = new CancellationTokenSource();
        var run = _bench.RunAsync(request, stop.Token);
        await _bench.Events.SaysAsync("begun");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Runs.RunAsync(request, new NotedEvents(), CancellationToken.None));
        var info = Assert.Single(_bench.Runs.Active);
        Assert.Equal((request.RunId, "node-1"), (info.RunId, info.Node));
        Assert.Contains(info.ProcessId, RunBench.Processes(request.RunId));
        await stop.CancelAsync();
        await run.Soon();
    }
}
