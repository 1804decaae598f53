using Pipeline.Workers.Optimizer.FilePaths;

namespace Pipeline.Workers.Optimizer.Tests.FilePaths;

public sealed class ShownFilesTests
{
    private const string Diff = "diff --git a/src/a.cs b/src/a.cs\nindex 1..2 100644\n--- a/src/a.cs\n+++ b/src/a.cs\n@@ -1 +1 @@\n-x\n+y\ndiff --git a/old.txt b/old.txt\ndeleted file mode 100644\n--- a/old.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-z\n";

    private const string Matches = "src/a.cs:12:int x;\nsrc/b.cs:3:int y;\nsrc/b.cs:4:int z;\n";

    [Theory]
    [InlineData("cat a.txt", "a.txt")]
    [InlineData("cat -n a.txt b/c.txt", "a.txt b/c.txt")]
    [InlineData("cat 'with space.txt'", "with space.txt")]
    [InlineData("cat \"ü.txt\"", "ü.txt")]
    [InlineData("cat ./a.txt a.txt", "./a.txt|a.txt")]
    [InlineData("cat a.txt a.txt", "a.txt")]
    [InlineData("cat -- -odd", "-odd")]
    [InlineData("/bin/cat /etc/hosts", "/etc/hosts")]
    [InlineData("sudo cat /etc/shadow", "/etc/shadow")]
    [InlineData("LANG=C cat a", "a")]
    [InlineData("head -n 20 a.py", "a.py")]
    [InlineData("head -20 a.py", "a.py")]
    [InlineData("tail -n +5 a.log b.log", "a.log b.log")]
    [InlineData("tail --lines 5 a.log", "a.log")]
    [InlineData("less README.md", "README.md")]
    [InlineData("bat -l json a.json", "a.json")]
    [InlineData("nl -b a x.c", "x.c")]
    [InlineData("xxd -l 16 image.png", "image.png")]
    [InlineData("sed -n '1,10p' src/a.py", "src/a.py")]
    [InlineData("sed -e s/a/b/ -e s/c/d/ x.txt", "x.txt")]
    [InlineData("awk -F: '{print $1}' /etc/passwd", "/etc/passwd")]
    [InlineData("awk -f prog.awk data", "data")]
    [InlineData("awk '{print}' x=1 data", "data")]
    [InlineData("jq .version package.json", "package.json")]
    [InlineData("sort -k 2 names.txt", "names.txt")]
    [InlineData("cut -d , -f 1 t.csv", "t.csv")]
    [InlineData("diff a.txt b.txt", "a.txt b.txt")]
    [InlineData("diff -u old/x new/x", "old/x new/x")]
    [InlineData("grep foo a.txt", "a.txt")]
    [InlineData("grep -n -e foo a.txt", "a.txt")]
    [InlineData("grep -A 3 foo a.txt", "a.txt")]
    [InlineData("cat a.txt | grep x", "a.txt")]
    [InlineData("cat a.txt | sort | head -3", "a.txt")]
    [InlineData("cat a.txt && cat b.txt", "a.txt b.txt")]
    [InlineData("cd sub; cat a.txt", "a.txt")]
    [InlineData("ls && cat a.txt", "a.txt")]
    [InlineData("cat < in.txt", "in.txt")]
    [InlineData("cat a.txt 2>/dev/null", "a.txt")]
    [InlineData("git blame -L 1,5 a.cs", "a.cs")]
    [InlineData("git show HEAD~1:src/a.cs", "src/a.cs")]
    [InlineData("timeout 5 cat a", "a")]
    public void A_reader_has_shown_the_files_that_it_names(string command, string paths) =>
        Assert.Equal(paths.Contains('|', StringComparison.Ordinal) || command.Contains("space", StringComparison.Ordinal) ? paths.Split('|') : paths.Split(' '), ShownFiles.Of(command, "some output"));

    [Theory]
    [InlineData("rg int")]
    [InlineData("rg -n int src")]
    [InlineData("grep -rn int src")]
    [InlineData("grep -R int .")]
    [InlineData("grep -n int src/a.cs src/b.cs")]
    [InlineData("git grep -n int")]
    [InlineData("rg int | head -20")]
    public void A_search_has_shown_the_files_that_its_output_names(string command) =>
        Assert.Equal(["src/a.cs", "src/b.cs"], ShownFiles.Of(command, Matches));

    [Theory]
    [InlineData("git diff")]
    [InlineData("git diff --staged HEAD~1")]
    [InlineData("git show HEAD")]
    [InlineData("git log -p -1")]
    [InlineData("git --no-pager diff -- src")]
    [InlineData("git -C /repo diff")]
    public void A_difference_has_shown_the_files_of_its_headers(string command) =>
        Assert.Equal(["src/a.cs", "old.txt"], ShownFiles.Of(command, Diff));

    [Theory]
    [InlineData("ls -la")]
    [InlineData("ls src")]
    [InlineData("pwd")]
    [InlineData("find . -name '*.cs'")]
    [InlineData("find . -type f -exec ls -la {} + | sort -k5 -nr | head -5")]
    [InlineData("tree src")]
    [InlineData("du -sh a")]
    [InlineData("stat a.txt")]
    [InlineData("wc -l a.txt")]
    [InlineData("cat a.txt | wc -l")]
    [InlineData("git status")]
    [InlineData("git log --oneline")]
    [InlineData("git diff --stat")]
    [InlineData("grep -l foo a.txt b.txt")]
    [InlineData("grep -c foo a.txt")]
    [InlineData("grep -q foo a.txt")]
    [InlineData("rg --files")]
    [InlineData("sed -i s/a/b/ x.txt")]
    [InlineData("rm a.txt")]
    [InlineData("echo hi > a.txt")]
    [InlineData("mkdir x")]
    [InlineData("npm test")]
    [InlineData("diff -q a b")]
    [InlineData("cat *.ts")]
    [InlineData("cat $FILE")]
    [InlineData("cat $(ls)")]
    [InlineData("cat -")]
    [InlineData("cat 'open")]
    [InlineData("")]
    public void What_shows_no_contents_gives_no_files(string command) => Assert.Empty(ShownFiles.Of(command, "src/a.txt\nb.txt\n3 lines"));

    [Fact]
    public void A_file_that_could_not_be_read_was_not_shown() =>
        Assert.Equal(["b.txt"], ShownFiles.Of("cat a.txt b.txt", "cat: a.txt: No such file or directory\nhello"));
}
