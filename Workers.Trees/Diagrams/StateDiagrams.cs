using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Trees.Machine;
using Pipeline.Workers.Trees.Nodes;

namespace Pipeline.Workers.Trees.Diagrams;

/// <summary>Draws the states of trees and nodes, in Mermaid, out of the code that decides them.</summary>
public static class StateDiagrams
{
    private const string Outside = "[*]";

    /// <summary>Both diagrams in Markdown, as the README has them.</summary>
    public static string Draw() =>
        $"""
        A tree, as its saga sees it:

        {Diagram(OfTheSaga())}

        A node:

        {Diagram(OfANode())}
        """;

    private static IEnumerable<(string From, string Label, string To)> OfTheSaga()
    {
        var machine = new MessageTreeMachine(Options.Create(new TreeOptions()), TimeProvider.System);
        return SagaTransitions.Of(machine).Select(way => (way.From == machine.Initial.Name ? Outside : way.From, way.Message, way.To));
    }

    private static IEnumerable<(string From, string Label, string To)> OfANode() =>
        NodeTransitions.All.Select(way => ($"{way.From}", $"{way.Cause}", $"{way.To}")).Prepend((Outside, nameof(SubmitMessage), nameof(NodeState.Queued)));

    // What leads the same way is one arrow.
    private static string Diagram(IEnumerable<(string From, string Label, string To)> ways)
    {
        var lines = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var arrow in ways.GroupBy(way => (way.From, way.To), way => way.Label))
            lines.Append($"    {arrow.Key.From} --> {arrow.Key.To}: {string.Join(", ", arrow)}\n");

        return lines.Append("```").ToString();
    }
}
