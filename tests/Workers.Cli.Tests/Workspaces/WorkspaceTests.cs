using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli.Tests.Workspaces;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("workspaces");

    private string Root => _directory.Path;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_allowed_directories_work_is_done_in_the_workspace_which_is_created()
    {
        var workspace = Resolve(null);
        Assert.Equal(Below("own"), workspace.Directory);
        Assert.True(Directory.Exists(Below("own")));
        Assert.Equal(Below("own/plans"), workspace.PlansDirectory);
    }

    [Fact]
    public void With_allowed_directories_work_is_done_in_the_first_and_may_reach_the_others()
    {
        Make("a", "b", "c");
        var workspace = Resolve(null, allowed: $"{Below("a")}, {Below("b")},{Below("c")}");
        Assert.Equal(Below("a"), workspace.Directory);
        Assert.Equal([Below("b"), Below("c")], workspace.AddedDirectories);
        Assert.Null(workspace.PlansDirectory);
    }

    [Fact]
    public void Plans_are_kept_in_the_workspace_where_the_CLI_allows_it()
    {
        Make("project/src");
        Assert.Equal(Below("project/own/plans"), Resolve(null, allowed: Below("project"), own: "project/own").PlansDirectory);
        Assert.Equal(Below("own/tree-1/plans"), Resolve("tree-1").PlansDirectory);
    }

    [Theory]
    [InlineData("src", "a/src")]
    [InlineData("src/../src/.", "a/src")]
    [InlineData("link", "a/src/deep")]
    [InlineData("link/..", "a/src")]
    public void A_task_may_name_a_directory_below_a_root(string named, string expected)
    {
        Make("a/src/deep");
        Directory.CreateSymbolicLink(Below("a/link"), "src/deep");
        Assert.Equal(Below(expected), Resolve(named, allowed: Below("a")).Directory);
        Assert.Equal(Below(expected), Resolve(Below($"a/{named}"), allowed: Below("a")).Directory);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("src/../..")]
    [InlineData("../ab")]
    [InlineData("out")]
    [InlineData("out/x")]
    [InlineData("out/../a/..")]
    [InlineData("chain")]
    public void Nothing_leads_out_of_the_roots(string named)
    {
        Make("a/src", "ab", "outside/x");
        Directory.CreateSymbolicLink(Below("a/out"), Below("outside"));
        Directory.CreateSymbolicLink(Below("a/chain"), "out");
        var fault = Assert.Throws<WorkspaceException>(() => Resolve(named, allowed: Below("a")));
        Assert.Contains($"'{named}' is outside the directories", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ALLOWED_DIR", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_that_are_added_must_be_within_the_roots_too()
    {
        Make("a/more", "outside");
        Assert.Equal([Below("a/more")], Resolve(null, allowed: Below("a"), added: "more").AddedDirectories);
        Assert.Throws<WorkspaceException>(() => Resolve(null, allowed: Below("a"), added: "../outside"));
    }

    [Fact]
    public void A_root_that_is_a_link_is_where_it_leads()
    {
        Make("real/src");
        Directory.CreateSymbolicLink(Below("root"), "real");
        Assert.Equal(Below("real/src"), Resolve("src", allowed: Below("root")).Directory);
    }

    [Fact]
    public void A_missing_directory_is_made_below_the_workspace_alone()
    {
        Make("a");
        Assert.Equal(Below("own/new"), Resolve("new").Directory);
        Assert.Contains("does not exist", Assert.Throws<WorkspaceException>(() => Resolve("new", allowed: Below("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<WorkspaceException>(() => Resolve(null, allowed: Below("b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_in_a_circle_and_files_are_refused()
    {
        Make("a");
        Directory.CreateSymbolicLink(Below("a/round"), "round");
        File.WriteAllText(Below("a/file"), "");
        Assert.Contains("leads to itself", Assert.Throws<WorkspaceException>(() => Resolve("round", allowed: Below("a"))).Message, StringComparison.Ordinal);
        Assert.Throws<WorkspaceException>(() => Resolve("file", allowed: Below("a")));
    }

    private string Below(string path) => Path.Combine(Root, path);

    private void Make(params string[] paths)
    {
        foreach (var path in paths) Directory.CreateDirectory(Below(path));
    }

    private Workspace Resolve(string? named, string allowed = "", string own = "own", params string[] added) =>
        new AllowedWorkspaces(Options.Create(new CliOptions { AllowedDirectories = allowed, Workspace = Below(own) })).Resolve(named, added);
}
