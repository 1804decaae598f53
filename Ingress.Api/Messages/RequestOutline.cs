using System.Runtime.InteropServices;

namespace Pipeline.Ingress.Messages;

/// <summary>A part of a request's body, found while it was checked: reading it again costs nothing but its length.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes; 0 where the part is not there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonSlice(int Start, int Length)
{
    /// <summary>The part's bytes, escaped as they came.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}

/// <summary>Whose turn a message is.</summary>
internal enum TurnRole
{
    None,
    User,
    Assistant,
    System,
}

/// <summary>One message, as far as it tells whether it needs a model.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Turn
{
    public TurnRole Role;

    /// <summary>Its last text that is not a reminder of the CLI's, as the inside of a JSON string.</summary>
    public JsonSlice Text;

    /// <summary>How many such texts it has.</summary>
    public int Texts;

    /// <summary>Whether it has anything but text: tool calls, results, images …</summary>
    public bool HasOtherBlocks;

    /// <summary>Whether it is one text and nothing else.</summary>
    public readonly bool IsOneText => Texts == 1 && !HasOtherBlocks;

    public void AddText(JsonSlice text) => (Text, Texts) = (text, Texts + 1);
}

/// <summary>What of a request tells whether it needs a model. Places in the body only: keeping it allocates nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestOutline
{
    /// <summary>How many messages there are.</summary>
    public int Turns;

    /// <summary>The last message.</summary>
    public Turn Last;

    /// <summary>The last message of a person, or of the CLI in a person's place.</summary>
    public Turn LastUser;

    /// <summary>Whether any tool is declared.</summary>
    public bool HasTools;

    /// <summary>The value of <c>system</c>.</summary>
    public JsonSlice System;

    /// <summary>The value of <c>output_config</c>.</summary>
    public JsonSlice OutputConfig;

    public void Add(Turn turn)
    {
        Turns++;
        Last = turn;
        if (turn.Role == TurnRole.User) LastUser = turn;
    }
}
