using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Diagrams;
using Pipeline.Workers.Trees.Nodes;

namespace Pipeline.Workers.Trees.Tests.Machine;

public sealed class DiagramTests
{
    [Fact]
    public async Task The_readme_draws_the_states_as_they_are()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "README.md"));

        Assert.True(readme.Contains(StateDiagrams.Draw(), StringComparison.Ordinal), $"The README should have:\n{StateDiagrams.Draw()}");
    }

    [Fact]
    public void Nothing_leads_out_of_what_is_cleared_and_everything_leads_into_it()
    {
        Assert.DoesNotContain(NodeTransitions.All, way => way.From == NodeState.Cleared);
        Assert.All(Enum.GetValues<NodeState>().Where(state => state is not (NodeState.None or NodeState.Cleared)), state => Assert.True(state.Allows(NodeCause.Clear)));
    }

    [Fact]
    public void What_the_table_does_not_have_does_not_happen() =>
        Assert.Throws<InvalidOperationException>(() => NodeState.Completed.After(NodeCause.Dispatched));
}
