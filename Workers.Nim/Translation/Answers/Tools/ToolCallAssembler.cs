using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// Finds the call that a piece belongs to. Servers number calls by <c>index</c>, name them by <c>id</c>, do
/// both, neither, or give every call the index 0.
/// </summary>
internal sealed class ToolCallAssembler(ToolCatalogue tools)
{
    private readonly List<ToolCall> _calls = [];

    /// <summary>Whether every call can be run.</summary>
    public bool AreAllSound => _calls.TrueForAll(call => call.IsSound);

    /// <summary>Whether the calls of all lower indexes have begun, so that this one's place is settled.</summary>
    public bool IsNext(ToolCall call)
    {
        for (var order = 0; order < call.Order; order++)
        {
            if (!_calls.Exists(other => other.Order == order)) return false;
        }

        return true;
    }

    /// <summary>Adds the piece to its call.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isNew">Whether the call began with it.</param>
    public ToolCall Take(in ToolCallPiece piece, out bool isNew)
    {
        var call = Find(piece);
        isNew = call is null || StartsAnother(call, piece);
        if (isNew)
        {
            call?.Seal();
            call = Begin(piece.Index ?? piece.Position, isAnother: call is not null);
        }

        call!.Take(piece.Id, piece.Name, piece.Arguments);
        return call;
    }

    /// <summary>Adds a call that came in one piece.</summary>
    public ToolCall TakeWhole(string name, string arguments)
    {
        var call = Begin(_calls.Count == 0 ? 0 : _calls.Max(other => other.Order), isAnother: true);
        call.Take(id: null, name, arguments);
        call.Seal();
        return call;
    }

    /// <summary>No more pieces will come.</summary>
    public void Seal() => _calls.ForEach(call => call.Seal());

    private ToolCall Begin(int index, bool isAnother)
    {
        var order = isAnother && _calls.Count > 0 ? _calls.Max(call => call.Order) : index;
        var call = new ToolCall(tools, index, order);
        _calls.Add(call);
        return call;
    }

    private ToolCall? Find(ToolCallPiece piece)
    {
        var index = piece.Index ?? piece.Position;
        var sameId = string.IsNullOrEmpty(piece.Id)
            ? null
            : _calls.FindLast(call => call.UpstreamId == piece.Id && (piece.Index is null || call.Index == index));
        return sameId ?? _calls.FindLast(call => call.Index == index);
    }

    private bool StartsAnother(ToolCall call, in ToolCallPiece piece)
    {
        // Later pieces of a call may carry an id of their own (vLLM once made one per chunk), but no name.
        if (string.IsNullOrEmpty(piece.Name)) return false;

        var hasOwnId = !string.IsNullOrEmpty(piece.Id) && call.UpstreamId is not null && piece.Id != call.UpstreamId;
        var isOtherName = piece.Name != call.WrittenName;
        if (call.Arguments.IsComplete)
            return hasOwnId || isOtherName || (string.IsNullOrEmpty(piece.Id) && !string.IsNullOrWhiteSpace(piece.Arguments));

        // Not after a torso or a mere name: there the name may be a piece, or the same once more.
        if (!isOtherName || call.WrittenName.Length == 0 || tools.CanStart(call.WrittenName + piece.Name)) return false;
        return hasOwnId || (tools.Knows(call.WrittenName) && tools.Knows(piece.Name));
    }
}
