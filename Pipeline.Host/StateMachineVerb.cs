using Pipeline.Workers.Trees.Diagrams;

namespace Pipeline.Host;

/// <summary>Prints how message trees and their nodes come from state to state, as the README has it.</summary>
internal static class StateMachineVerb
{
    /// <summary>The verb.</summary>
    public const string Name = "state-machine";

    public static int Print(TextWriter output)
    {
        output.WriteLine(StateDiagrams.Draw());
        return 0;
    }
}
