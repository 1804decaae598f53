using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Hosting;

/// <summary>Tells the person at the terminal, in words, why a program does not start.</summary>
public static class StartFaults
{
    /// <summary>Runs the program; returns its exit code, or 1 where it could not start.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        catch (SettingsException fault)
        {
            return Tell(fault.Faults is [var only] ? only : string.Join($"{Environment.NewLine}  ", ["The configuration is wrong:", .. fault.Faults]));
        }
        catch (ListenException fault)
        {
            return Tell(fault.Message);
        }
    }

    private static int Tell(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
