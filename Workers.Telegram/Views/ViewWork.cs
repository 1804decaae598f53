using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views;

/// <summary>
/// Shows every node that has something to be shown: what a worker before this one has left, and what other workers heard of, which only
/// their records tell.
/// </summary>
internal sealed class ViewWork(ShownNodes nodes, ViewRecords records, TimeProvider time, ILogger<ViewWork> log) : ILeaseWork
{
    /// <summary>Pause between two looks: 1 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isOutage;

    public async Task RunAsync(CancellationToken lease)
    {
        nodes.Begin(lease);
        try
        {
            while (true)
            {
                await LookAsync(lease);
                await Task.Delay(Interval, time, lease);
            }
        }
        finally
        {
            await nodes.EndAsync();
        }
    }

    private async Task LookAsync(CancellationToken lease)
    {
        try
        {
            nodes.Match(await records.OpenAsync(lease));
            if (_isOutage) log.LogInformation("It can be read again which tasks are to be shown");
            _isOutage = false;
        }
        catch (Exception fault) when (!lease.IsCancellationRequested)
        {
            if (!_isOutage) log.LogWarning("Which tasks are to be shown cannot be read; those that are shown go on, and it is tried again: {Reason}", fault.Message);
            _isOutage = true;
        }
    }
}
