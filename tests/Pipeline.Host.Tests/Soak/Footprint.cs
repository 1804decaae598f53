namespace Pipeline.Host.Tests.Soak;

/// <summary>What this process holds on to.</summary>
/// <param name="HeapBytes">Managed memory that is reachable.</param>
/// <param name="Sockets">Open sockets, of both ends of each connection within the process.</param>
internal sealed record Footprint(long HeapBytes, int Sockets)
{
    public static Footprint Take()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new Footprint(GC.GetTotalMemory(forceFullCollection: true), OpenSockets());
    }

    private static int OpenSockets() => Directory.EnumerateFiles("/proc/self/fd").Count(IsSocket);

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return false;
        }
    }
}
