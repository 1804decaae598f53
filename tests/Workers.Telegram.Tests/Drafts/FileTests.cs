using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Drafts;

public sealed class FileTests() : FileScenarios(Backend.Files);

public sealed class FileInDatabaseTests() : FileScenarios(Backend.Database);

public abstract class FileScenarios(Backend backend) : BotTests(backend)
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("some content");

    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Attachments:MaxUploadMegabytes", "1")];

    // The shortest pauses that chance allows.
    private protected override void AddServices(IServiceCollection services) => services.AddSingleton<Func<double>>(() => 0.999);

    [Fact]
    public async Task A_document_is_saved_in_the_workspace_and_named_in_the_prompt()
    {
        Ann.SendsDocument("notes.txt", Content, "summarise this");

        var run = await Host.Agents.RunAsync(run => run.Prompt.StartsWith("summarise this", StringComparison.Ordinal));

        var path = $".pipeline-uploads/{run.NodeId:N}/notes.txt";
        Assert.Contains(path, run.Prompt, StringComparison.Ordinal);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(Place.Workspace, path)));
        Assert.Contains(run.NodeId, Host.Views.Shown);
    }

    [Fact]
    public async Task An_album_is_one_task_with_all_its_photos_and_each_of_its_messages_can_be_replied_to()
    {
        var messages = Ann.SendsAlbum([[1], [2, 2], [3, 3, 3]], "compare these");

        var run = await Host.Agents.RunAsync(run => run.Prompt.StartsWith("compare these", StringComparison.Ordinal));

        Assert.Equal(3, Directory.GetFiles(Path.Combine(Place.Workspace, ".pipeline-uploads", $"{run.NodeId:N}")).Length);
        Assert.Equal(3, run.Prompt.Split(".pipeline-uploads").Length - 1);
        Ann.Writes("the last one?", replyTo: messages[^1]);
        Assert.Equal(run.NodeId, (await Host.NodeAsync((await Host.LinkAsync(BotHost.Ann, messages[^1] + 1)).NodeId, NodeState.Queued)).ParentId);
        Assert.Single(Host.Agents.Runs);
    }

    [Fact]
    public async Task A_file_in_reply_to_a_task_goes_on_there()
    {
        var first = Ann.Writes("first");
        var run = await Host.Agents.RunAsync("first");
        await Host.Agents.EndAsync(run);
        await Host.FinishedAsync(run);

        Ann.SendsPhoto(Content, replyTo: first);

        var reply = await Host.Agents.RunAsync(other => other.NodeId != run.NodeId);
        Assert.Equal((run.TreeId, $"session-{run.NodeId:N}"), (reply.TreeId, reply.SessionId));
        Assert.Contains("photo.jpg", reply.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_or_cannot_be_fetched_is_refused_in_words()
    {
        Ann.SendsDocument("large.bin", new byte[1_000_001]);
        await BotHost.SaysAsync(Ann, "'large.bin' is too large");
        Telegram.Misbehave("getFile", new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: file is temporarily unavailable"));
        Ann.SendsDocument("lost.txt", Content);

        await BotHost.SaysAsync(Ann, "could not fetch your file");
        Assert.Empty(Host.Agents.Runs);
    }

    [Fact]
    public async Task A_file_that_cannot_be_fetched_now_is_fetched_later_without_a_word()
    {
        Telegram.Misbehave("getFile", [.. Enumerable.Repeat(TelegramFault.ServerError, 4), TelegramFault.DropBefore]);

        Ann.SendsDocument("notes.txt", Content, "read");

        await Host.Agents.RunAsync(run => run.Prompt.StartsWith("read", StringComparison.Ordinal));
        Assert.DoesNotContain(Ann.Sees, message => message.IsFromBot);
    }

    [Fact]
    public async Task A_caption_that_is_edited_while_the_task_waits_keeps_its_file()
    {
        var first = Ann.Writes("first");
        var run = await Host.Agents.RunAsync("first");
        var document = Ann.SendsDocument("notes.txt", Content, "raed", replyTo: first);
        var node = await Host.LinkAsync(BotHost.Ann, document);
        await Host.NodeAsync(node.NodeId, NodeState.Queued);

        Ann.Edits(document, "read");

        await Patience.UntilAsync(async () => (await Host.Store.ReadAsync<TreeNode>(node.NodeId, default))!.Prompt.StartsWith("read", StringComparison.Ordinal));
        await Host.Agents.EndAsync(run);
        Assert.Contains("notes.txt", (await Host.Agents.RunAsync(other => other.NodeId == node.NodeId)).Prompt, StringComparison.Ordinal);
    }
}
