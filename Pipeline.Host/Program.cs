using Pipeline.Host;
using Pipeline.Host.Cli;
using Pipeline.Host.DeadLetters;

return args switch
{
    ["claude", .. var arguments] => await ClaudeVerb.RunAsync(arguments),
    [DeadLettersVerb.Name, .. var arguments] => await DeadLettersVerb.RunAsync(arguments),
    [StateMachineVerb.Name] => StateMachineVerb.Print(Console.Out),
    ["help" or "--help" or "-h" or "-?", ..] => Usage.Print(Console.Out, exitCode: 0),
    [{ } verb, ..] when !verb.StartsWith('-') => Usage.Refuse(verb),
    _ => await HostVerb.RunAsync(args),
};
