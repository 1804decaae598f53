namespace Pipeline.Host;

/// <summary>What the program can be asked to do.</summary>
internal static class Usage
{
    private const string Text = """
        Pipeline: Claude Code on the models you choose.

          Pipeline.Host                     serve on http://127.0.0.1:8082 (HOST, PORT or --urls)
          Pipeline.Host --demo              the same with a small built-in model: no key, no network
          Pipeline.Host claude [arguments]  become Claude Code, pointed at the running host
          Pipeline.Host dead-letters        see, replay and discard what failed for good (--help says how)
          Pipeline.Host state-machine       draw the states of message trees and their nodes, in Mermaid

        What listens there also takes tasks for agents (POST /v1/tasks), once ANTHROPIC_AUTH_TOKEN is set.
        Settings come from the environment or from .env in the working directory; the README lists them.
        """;

    public static int Print(TextWriter output, int exitCode)
    {
        output.WriteLine(Text);
        return exitCode;
    }

    public static int Refuse(string verb)
    {
        Console.Error.WriteLine($"'{verb}' is not something this program does.");
        Console.Error.WriteLine();
        return Print(Console.Error, exitCode: 2);
    }
}
