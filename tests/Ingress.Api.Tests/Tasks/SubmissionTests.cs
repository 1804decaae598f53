using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Trees;
using Pipeline.Ingress.Tests.Hosting;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>What may be submitted, and what becomes of it.</summary>
public sealed class SubmissionTests : IAsyncLifetime
{
    private TasksHost _host = null!;

    public async Task InitializeAsync() => _host = await TasksHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_task_can_be_asked_for_as_soon_as_it_was_taken()
    {
        using var taken = await PostAsync("""{"prompt":"grüße","workspace":"site","model":"opus","max_turns":3,"append_system_prompt":"short","add_directories":["a","b"],"stream":false}""");
        var receipt = await taken.Content.ReadFromJsonAsync<JsonElement>();
        var id = receipt.GetProperty("id").GetString();
        var task = await _host.Client.GetFromJsonAsync<JsonElement>(taken.Headers.Location);
        var tree = await _host.Client.GetFromJsonAsync<JsonElement>($"/v1/trees/{receipt.GetProperty("tree_id").GetString()}");

        Assert.Equal((HttpStatusCode.Accepted, $"/v1/tasks/{id}"), (taken.StatusCode, taken.Headers.Location!.ToString()));
        Assert.Equal((id, "queued"), (task.GetProperty("id").GetString(), task.GetProperty("state").GetString()));
        Assert.Equal(id, tree.GetProperty("tasks")[0].GetProperty("id").GetString());
        var command = await _host.Heard.NextAsync<SubmitMessage>();
        Assert.Equal(($"task_{command.NodeId:N}", command.NodeId, null, "grüße"), (id, command.TreeId, command.ParentId, command.Prompt));
        Assert.Equal(("site", "opus", 3, "short", "a,b"), (command.Options.Workspace, command.Options.Model, command.Options.MaxTurns, command.Options.AppendSystemPrompt, string.Join(',', command.Options.AddDirectories)));
    }

    [Theory]
    [InlineData("{}", "prompt: field required")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{\"prompt\":", "not valid JSON")]
    [InlineData("""{"prompt":" \n"}""", "prompt: must not be blank")]
    [InlineData("""{"prompt":7}""", "prompt: must be a string")]
    [InlineData("""{"prompt":"a\u0000b"}""", "prompt: must not have a NUL")]
    [InlineData("""{"prompt":"a\ud800"}""", "not valid text")]
    [InlineData("""{"prompt":"a","prompt":"b"}""", "not valid JSON")]
    [InlineData("""{"prompt":"a","workspce":"b"}""", "workspce: there is no such field")]
    [InlineData("""{"prompt":"a","parent":"7"}""", "parent: must be the id of a task")]
    [InlineData("""{"prompt":"a","stream":"no"}""", "stream: must be true or false")]
    [InlineData("""{"prompt":"a","max_turns":0}""", "max_turns: must be a whole number")]
    [InlineData("""{"prompt":"a","max_turns":1.5}""", "max_turns: must be a whole number")]
    [InlineData("""{"prompt":"a","model":""}""", "model: must not be blank")]
    [InlineData("""{"prompt":"a","add_directories":"b"}""", "add_directories: must be an array")]
    [InlineData("""{"prompt":"a","add_directories":["b",1]}""", "add_directories.1: must be a string")]
    public async Task What_is_wrong_is_named_and_nothing_happens(string body, string words)
    {
        using var response = await PostAsync(body);
        Assert.Contains(words, await response.ErrorAsync(400, "invalid_request_error"), StringComparison.Ordinal);
        Assert.Equal("nothing before", (await _host.SubmitAsync("nothing before")).Prompt);
    }

    [Fact]
    public async Task A_prompt_may_have_a_mebibyte_and_no_more()
    {
        using var largest = await PostAsync(JsonSerializer.Serialize(new { prompt = new string('x', 1024 * 1024), stream = false }));
        using var larger = await PostAsync(JsonSerializer.Serialize(new { prompt = new string('x', (1024 * 1024) - 1) + "ü", stream = false }));
        Assert.Equal(HttpStatusCode.Accepted, largest.StatusCode);
        Assert.Contains("prompt: must have at most 1048576 bytes", await larger.ErrorAsync(400, "invalid_request_error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_goes_to_its_parents_tree_and_works_where_that_works()
    {
        using var taken = await PostAsync("""{"prompt":"root","workspace":"site/","stream":false}""");
        var root = await _host.Heard.NextAsync<SubmitMessage>();
        using var other = await PostAsync($$"""{"prompt":"reply","parent":"task_{{root.NodeId:N}}","workspace":"shop","stream":false}""");
        Assert.Contains("works in 'site/'", await other.ErrorAsync(400, "invalid_request_error"), StringComparison.Ordinal);

        await _host.SetAsync(root, _ => { });
        using var same = await PostAsync($$"""{"prompt":"reply","parent":"task_{{root.NodeId:N}}","workspace":"site","stream":false}""");
        Assert.Equal(HttpStatusCode.Accepted, same.StatusCode);
        var reply = await _host.Heard.NextAsync<SubmitMessage>();
        Assert.Equal((root.TreeId, root.NodeId), (reply.TreeId, reply.ParentId));
    }

    [Theory]
    [InlineData("\"site/a\"", "./site//a/")]
    [InlineData("\"/srv/a\"", "/srv/./a")]
    [InlineData("null", "./")]
    public async Task The_same_directory_may_be_spelled_in_several_ways(string ofRoot, string ofReply)
    {
        using var taken = await PostAsync($$"""{"prompt":"root","workspace":{{ofRoot}},"stream":false}""");
        var root = await _host.Heard.NextAsync<SubmitMessage>();
        using var same = await PostAsync($$"""{"prompt":"reply","parent":"task_{{root.NodeId:N}}","workspace":"{{ofReply}}","stream":false}""");
        using var other = await PostAsync($$"""{"prompt":"reply","parent":"task_{{root.NodeId:N}}","workspace":"{{ofReply}}/b","stream":false}""");
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.BadRequest), (same.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task A_parent_that_is_not_there_or_was_cleared_is_named()
    {
        var cleared = await _host.SubmitAsync();
        await _host.SetAsync(cleared, node => node.State = NodeState.Cleared);
        foreach (var parent in new[] { Guid.NewGuid(), cleared.NodeId })
        {
            using var response = await PostAsync($$"""{"prompt":"reply","parent":"task_{{parent:N}}"}""");
            Assert.Contains($"task_{parent:N}", await response.ErrorAsync(404, "not_found_error"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_that_is_repeated_with_its_key_has_one_effect()
    {
        const string Body = """{"prompt":"once","stream":false}""";
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(Body, "key-1")));
        var ids = await Task.WhenAll(responses.Select(async response => (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()));
        Assert.Single(ids.Distinct());
        await _host.Heard.NextAsync<SubmitMessage>();

        using var another = await PostAsync(Body, "key-2");
        Assert.NotEqual(ids[0], $"task_{(await _host.Heard.NextAsync<SubmitMessage>()).NodeId:N}");
        using var changed = await PostAsync("""{"prompt":"twice","stream":false}""", "key-1");
        Assert.Contains(ids[0]!, await changed.ErrorAsync(422, "invalid_request_error"), StringComparison.Ordinal);
        Assert.Equal("nothing before", (await _host.SubmitAsync("nothing before")).Prompt);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tasks") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await _host.Client.SendAsync(request);
    }
}
