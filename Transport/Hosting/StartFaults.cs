using Pipeline.Contracts;

namespace Pipeline.Transport.Hosting;

/// <summary>Tells the person at the terminal, in words and without a stack trace, why a program does not start.</summary>
public static class StartFaults
{
    /// <summary>Runs the program; returns its exit code, or 1 where it could not start.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        catch (OperatorException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
