using System.Data.Common;
using System.Net.Sockets;
using Pipeline.Contracts;

namespace Pipeline.Host.DeadLetters;

/// <summary>Where the desk that is used keeps its dead letters.</summary>
internal enum DeskPlace
{
    /// <summary>The running host has them.</summary>
    Host,

    /// <summary>A database, which is asked directly.</summary>
    Database,

    /// <summary>Files, of which this process has the lock.</summary>
    Files,
}

/// <summary>Says what went wrong at a desk in a sentence for the operator.</summary>
internal static class DeskFaults
{
    /// <summary>The sentence; null where it has one of its own, or is a fault of the program and keeps its stack trace.</summary>
    public static string? Sentence(Exception fault, DeskPlace place) => fault switch
    {
        OperatorException => null,
        OperationCanceledException => "Interrupted. What had begun may have been done all the same; `dead-letters list` shows it.",
        _ when place == DeskPlace.Database && Cause<DbException, SocketException>(fault) is { } cause =>
            $"DATABASE_URL: the database cannot be used: {cause.Message}",
        _ when place == DeskPlace.Host && Cause<HttpRequestException, IOException>(fault) is { } cause =>
            $"The running host has not done it, or not told: {cause.Message} Its log may say more.",
        IOException or UnauthorizedAccessException => $"It cannot be done: {fault.Message}",
        _ => null,
    };

    /// <summary>The innermost of these that led to a fault.</summary>
    private static Exception? Cause<TOne, TOther>(Exception fault)
        where TOne : Exception
        where TOther : Exception
    {
        Exception? found = null;
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is TOne or TOther) found = cause;
        }

        return found;
    }
}
