using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>The bot's commands as people are shown them.</summary>
internal static class CommandMenu
{
    public const string Start = "start";
    public const string Help = "help";
    public const string New = "new";
    public const string Continue = "continue";
    public const string Stop = "stop";
    public const string Clear = "clear";
    public const string Status = "status";
    public const string Stats = "stats";
    public const string Usage = "usage";
    public const string Model = "model";
    public const string File = "file";

    public static IReadOnlyList<BotCommand> All { get; } =
    [
        new(Start, "What I am"),
        new(Help, "What I can do"),
        new(New, "Start afresh with the next message"),
        new(Continue, "on: plain messages go on from the last finished task; off: each starts anew"),
        new(Stop, "Stop everything in this chat; as a reply: that task"),
        new(Clear, "Forget everything in this chat; as a reply: that task and what follows it"),
        new(Status, "What is under way in this chat; as a reply: that task"),
        new(Stats, "How much there is to do"),
        new(Usage, "What you have used, and have left"),
        new(Model, "Choose the model for this chat"),
        new(File, "Send a file of the workspace: /file src/notes.md"),
    ];
}
