using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Telegram.People;

/// <summary>Those who may use the bot.</summary>
internal sealed class AllowedPeople(IOptions<PeopleOptions> options)
{
    private readonly FrozenSet<long> _ids = options.Value.AllowedUserIds
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(id => long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture))
        .ToFrozenSet();

    public bool IsEmpty => _ids.Count == 0;

    public bool IsAllowed(long userId) => _ids.Contains(userId);
}
