namespace EcsPlatform.Sandbox;

/// <summary>Every call to the sandbox, in order of arrival; may be read while calls are under way.</summary>
public sealed class Journal
{
    private readonly object _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private int _sequence;

    /// <summary>Raised when a call has ended, on the thread that ended it.</summary>
    public event Action<JournalEntry>? Completed;

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return _entries.ToArray();
            }
        }
    }

    /// <summary>How many calls there were.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Forgets the calls so far; numbering goes on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>The longest chain of calls of which each began when the one before had ended, or later.</summary>
    /// <param name="entries">The calls to look at; all when left out.</param>
    public int LongestChain(IEnumerable<JournalEntry>? entries = null)
    {
        var ended = (entries ?? Entries).Where(entry => entry.End is not null).ToArray();
        var starts = ended.OrderBy(entry => entry.Start).ThenBy(entry => entry.Sequence).ToArray();
        var depths = new Dictionary<JournalEntry, int>(ended.Length);
        var ends = new PriorityQueue<JournalEntry, (DateTimeOffset, int)>();
        var longest = 0;
        foreach (var entry in starts)
        {
            while (ends.TryPeek(out var done, out _) && done.End <= entry.Start)
            {
                longest = Math.Max(longest, depths[ends.Dequeue()]);
            }

            depths[entry] = longest + 1;
            ends.Enqueue(entry, (entry.End!.Value, entry.Sequence));
        }

        return depths.Count == 0 ? 0 : depths.Values.Max();
    }

    internal JournalEntry Begin(string service, string operation, string region, DateTimeOffset now)
    {
        lock (_gate)
        {
            var entry = new JournalEntry { Sequence = ++_sequence, Service = service, Operation = operation, Region = region, Start = now };
            _entries.Add(entry);
            return entry;
        }
    }

    internal void End(JournalEntry entry, string outcome, DateTimeOffset now)
    {
        lock (_gate)
        {
            entry.Outcome = outcome;
            entry.End = now;
        }

        Completed?.Invoke(entry);
    }
}
