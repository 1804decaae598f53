using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Tests.Workspaces;

public sealed class ChatWorkspacesTests : IDisposable
{
    private readonly TemporaryDirectory _root = new("workspaces");

    [Fact]
    public void Without_a_choice_work_is_where_the_settings_say()
    {
        var own = Path.Combine(_root.Path, "own");
        var allowed = Directory.CreateDirectory(Path.Combine(_root.Path, "allowed")).FullName;

        Assert.Equal(own, Workspaces("", own).Resolve(null));
        Assert.Equal(allowed, Workspaces($"{allowed}, {_root.Path}/other", own).Resolve(null));
    }

    [Fact]
    public void A_chosen_directory_must_be_within_the_allowed_ones()
    {
        var allowed = Directory.CreateDirectory(Path.Combine(_root.Path, "allowed")).FullName;
        var shop = Directory.CreateDirectory(Path.Combine(allowed, "shop")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(allowed, "out"), _root.Path);
        var workspaces = Workspaces(allowed, Path.Combine(_root.Path, "own"));

        Assert.Equal(shop, workspaces.Resolve("shop"));
        Assert.Equal(shop, workspaces.Resolve(shop));
        Assert.Contains("outside", Refusal(workspaces, ".."), StringComparison.Ordinal);
        Assert.Contains("outside", Refusal(workspaces, "out"), StringComparison.Ordinal);
        Assert.Equal("The directory 'shoo' does not exist.", Refusal(workspaces, "shoo"));
    }

    public void Dispose() => _root.Dispose();

    private static string Refusal(ChatWorkspaces workspaces, string named) => Assert.Throws<WorkspaceFileException>(() => workspaces.Resolve(named)).Message;

    private static ChatWorkspaces Workspaces(string allowed, string own) =>
        new(Options.Create(new WorkspaceOptions { AllowedDirectories = allowed, Workspace = own }));
}
