using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Workers.Telegram.BotApi.Results;

/// <summary>What became of a call: a value, or an error.</summary>
internal sealed record BotResult<T>
{
    private BotResult(T? value, BotError? error) => (Value, Error) = (value, error);

    /// <summary>What the method returned.</summary>
    public T? Value { get; }

    /// <summary>Why it returned nothing.</summary>
    public BotError? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    public static BotResult<T> Of(T value) => new(value, null);

    public static BotResult<T> Failed(BotError error) => new(default, error);
}
