namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>What a button below a node's message does.</summary>
internal enum ButtonAction
{
    /// <summary>Stops the node.</summary>
    Stop,

    /// <summary>Runs its prompt again.</summary>
    Retry,

    /// <summary>Goes on in its session.</summary>
    Resume,

    /// <summary>Runs a draft at once.</summary>
    RunDraft,

    /// <summary>Takes a draft back.</summary>
    CancelDraft,
}

/// <summary>What buttons carry, in the 64 bytes that Telegram has for it.</summary>
internal static class ButtonData
{
    /// <summary>Asks a question again that was answered from memory.</summary>
    public const string Refresh = "refresh";

    private const string ModelPrefix = "model:";

    /// <summary>The data of a button for a node.</summary>
    public static string Of(ButtonAction action, Guid nodeId) => $"{action}:{nodeId:N}";

    /// <summary>Reads it; false where it is none.</summary>
    public static bool TryRead(string? data, out ButtonAction action, out Guid nodeId)
    {
        (action, nodeId) = (default, default);
        return data?.Split(':') is [var name, var node] && Guid.TryParseExact(node, "N", out nodeId)
            && !char.IsDigit(name.FirstOrDefault()) && Enum.TryParse(name, out action);
    }

    /// <summary>The data of a button that chooses a model, by a key that <see cref="TryReadModel"/> gives back.</summary>
    public static string OfModel(string key) => ModelPrefix + key;

    /// <summary>Reads it; false where it is none.</summary>
    public static bool TryReadModel(string? data, out string key)
    {
        var isModel = data?.StartsWith(ModelPrefix, StringComparison.Ordinal) == true;
        key = isModel ? data![ModelPrefix.Length..] : "";
        return isModel;
    }
}
