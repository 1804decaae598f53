using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Persistence.State.Files;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class StateImageTests
{
    private const int Count = 1000;

    private readonly StateImage _image = new(new Snapshot { Records = [.. Enumerable.Range(0, Count).Select(number => Change(number, isOpen: number % 100 == 0))] });

    [Fact]
    public void A_look_reads_no_record_again_that_it_does_not_find()
    {
        Assert.Equal(Count / 100, Open().Count);
        Paper.Read = 0;

        for (var look = 0; look < 50; look++) Open();
        Assert.Equal(50 * Count / 100, Paper.Read);
    }

    [Fact]
    public void A_record_that_has_changed_is_looked_at_anew()
    {
        Open();
        _image.Apply(new JournalEntry { Changes = [Change(1, isOpen: true), Change(100, isOpen: false), new RecordChange("paper", Key(200), null)] });

        Assert.Equal([0, 1, 300, 400, 500, 600, 700, 800, 900], Open().Select(paper => paper.Number));
    }

    [Fact]
    public void Whoever_changes_what_was_found_changes_nothing_that_is_stored()
    {
        foreach (var paper in Open()) paper.IsOpen = false;

        Assert.All(Open(), paper => Assert.True(paper.IsOpen));
        Assert.Equal(Count / 100, Open().Count);
    }

    private static string Key(int number) => $"{number:D4}";

    private static RecordChange Change(int number, bool isOpen) => new("paper", Key(number), JsonSerializer.SerializeToElement(new { number, isOpen }));

    private List<Paper> Open() => [.. _image.Matching<Paper>("paper", paper => paper.IsOpen).Select(record => record.Value.Read<Paper>())];

    /// <summary>A record that knows how often any was read.</summary>
    private sealed class Paper : IJsonOnDeserialized
    {
        [ThreadStatic]
        private static int _read;

        public static int Read
        {
            get => _read;
            set => _read = value;
        }

        public int Number { get; set; }

        public bool IsOpen { get; set; }

        public void OnDeserialized() => _read++;
    }
}
