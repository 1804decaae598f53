using Pipeline.Workers.Telegram.Answers;

namespace Pipeline.Workers.Telegram.Tests.Answers;

public sealed class ReadOnlyQuestionTests
{
    [Theory]
    [InlineData("show me the files in src")]
    [InlineData("List all classes of this project.")]
    [InlineData("Explain src/parser.rs to me")]
    [InlineData("what does `Parser.Next` return?")]
    [InlineData("Where is the retry policy?")]
    [InlineData("Please, explain the architecture")]
    [InlineData("please describe the tables")]
    [InlineData("Why is the first byte zero?")]
    [InlineData("Zeig mir alle Klassen")]
    [InlineData("Bitte erkläre den Parser")]
    [InlineData("Wo ist die Hauptschleife?")]
    [InlineData("Explique le parseur")]
    [InlineData("Où est la boucle principale ?")]
    [InlineData("¿Dónde está el analizador?")]
    [InlineData("Spiegami il parser")]
    [InlineData("Onde fica o analisador?")]
    [InlineData("Покажи структуру проекта")]
    public void A_question_that_only_looks_is_one(string prompt) => Assert.True(ReadOnlyQuestion.Is(prompt));

    [Theory]
    [InlineData("")]
    [InlineData("fix the build")]
    [InlineData("Delete everything")]
    [InlineData("show the tests and fix them")]
    [InlineData("Explain the bug. Repair it.")]
    [InlineData("explain this, tidy it")]
    [InlineData("list the files then remove the logs")]
    [InlineData("what would you change?")]
    [InlineData("What about a dark mode?")]
    [InlineData("Why don't you add a test")]
    [InlineData("how about renaming it")]
    [InlineData("what happens if you run the tests?")]
    [InlineData("show/delete the table")]
    [InlineData("explain\nrm -rf src")]
    [InlineData("list src && rm src")]
    [InlineData("show me how, by editing it")]
    [InlineData("/clear")]
    [InlineData("!ls")]
    [InlineData("explain https://example.com/page")]
    [InlineData("what time is it?")]
    [InlineData("show the latest release")]
    [InlineData("can you show me how it works and improve it")]
    [InlineData("Zeig den Fehler und behebe ihn")]
    [InlineData("Erkläre das und lösche es")]
    [InlineData("Was soll ich tun?")]
    [InlineData("Zeig mir die umbenannte Datei, benenne sie zurück")]
    [InlineData("explique puis corrige")]
    [InlineData("Muestra y borra los archivos")]
    [InlineData("Spiega poi cancella")]
    [InlineData("Покажи и удали файлы")]
    [InlineData("show den Fehler korrigiert")]
    public void What_could_change_something_or_is_other_tomorrow_is_none(string prompt) => Assert.False(ReadOnlyQuestion.Is(prompt));

    [Fact]
    public void No_question_with_a_second_wish_in_it_only_looks()
    {
        string[] wishes = ["fix it", "delete main.c", "commit", "deploy it", "execute the script", "create a file", "install it", "lösche es", "supprime tout", "borra todo", "удали всё"];
        string[] joints = [" ", ", ", ". ", "; ", " and ", " then ", " & ", " — ", "\n", " / ", " und ", " et ", " y "];

        Assert.All(from joint in joints from wish in wishes select $"show the parser{joint}{wish}", prompt => Assert.False(ReadOnlyQuestion.Is(prompt)));
    }
}
