namespace Pipeline.Workers.Nim.Completion;

/// <summary>What may follow a call.</summary>
internal enum NextStep
{
    /// <summary>Nothing: the answer is whole, the client has seen a part of it, or no other call would help.</summary>
    None,

    /// <summary>The same model may do better; after it the next one.</summary>
    Repeat,

    /// <summary>The same model takes the request in another form, which is known now.</summary>
    Repair,

    /// <summary>This model will not do better soon, but another may.</summary>
    Fallback,
}
