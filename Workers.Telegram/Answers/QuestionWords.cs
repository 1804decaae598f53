using System.Collections.Frozen;

namespace Pipeline.Workers.Telegram.Answers;

/// <summary>The words by which questions are told, in English, German, French, Spanish, Italian, Portuguese and Russian; all in lower case.</summary>
internal static class QuestionWords
{
    /// <summary>What may stand before a question.</summary>
    public static FrozenSet<string> Polite { get; } = Set("please bitte por favor per favore s il te vous plaît plait пожалуйста hi hello hallo hey");

    /// <summary>What a question begins with.</summary>
    public static FrozenSet<string> Openers { get; } = Set(
        """
        show list explain describe summarize summarise what what's where who which why how
        zeig zeige zeigen liste erkläre erklär erklären beschreib beschreibe was wo wer welche welcher welches warum wieso wie
        montre montrez liste listez explique expliquez décris décrivez quoi qu où qui quel quelle quels quelles pourquoi comment
        muestra muéstrame lista explica explícame describe qué dónde quién cuál cuáles cómo
        mostra mostrami elenca spiega spiegami descrivi cosa dove quale quali perché
        mostre mostra liste explique descreva onde quem qual quais
        покажи покажите перечисли объясни объясните опиши что где кто какой какая какие почему как
        """);

    /// <summary>Words that make a second wish of the sentence, or ask for something to be done, or ask for what changes by itself.</summary>
    private static readonly FrozenSet<string> Words = Set(
        """
        and then also after afterwards before once plus or instead about let lets if unless should would could can will
        do did make makes made making set sets run runs ran running put get gets got take turn cut use using try tidy
        add adds added adding fix fixed fixing fixes write writes wrote writing written move moves moved moving edit edits drop drops save saves
        send sends sent post call open close kill push pull merge test tests testing build builds building ship tag bump sort swap undo redo wipe
        start starts stop stops restart reset revert begin go help need want must let's
        rm mv cp mkdir touch chmod chown sudo curl wget npm npx pip docker sed dd

        und dann danach auch oder sonst statt wenn falls soll sollte kann könnte mach mache machen macht tu tun setz setze bau baue
        et puis ensuite aussi ou si fais faire mets lance y e luego después también si haz hacer pon
        poi anche oppure se fai fare metti depois também ou faça fazer ponha
        и потом затем также или если сделай сделать

        now today tonight tomorrow yesterday time date weather news latest recent currently current live online random price status
        jetzt heute morgen gestern uhr zeit datum wetter neueste aktuell aktuelle maintenant aujourd'hui demain hier heure météo
        ahora hoy mañana ayer hora clima adesso oggi domani ieri ora agora hoje amanhã ontem сейчас сегодня завтра вчера время погода
        """);

    /// <summary>Beginnings of words for changing something.</summary>
    private static readonly string[] Stems =
    [
        .. Split(
            """
            chang creat delet remov updat modif execut install uninstall commit rebas refactor implement compil renam deploy replac generat appl correct
            improv optimi clean format upgrad downgrad migrat download upload publish releas copy copies clon rewrit insert append extend extract convert
            translat enabl disabl configur initiali purg eras overwrit patch reorgani restructur simplif convert submit transfer schedul assign resolv

            änder aender lösch loesch entfern erstell erzeug schreib schrieb füg fueg hinzufüg aktualisier korrigier reparier verschieb verschob benenn umbenenn
            ersetz generier implementier refaktor führ fuehr ausführ ausfuehr starte stopp installier kompilier übersetz speicher sende schick kopier verbesser optimier räum

            chang supprim efface ajout corrig répar modifi écri cré remplac renomm déplac exécut installe déploi envoi mett amélior génèr génér
            cambi borr elimin añad agreg corrig repar modific escrib crea reemplaz renombr mueve mover ejecut instal despleg envía envia mejor gener actualiz
            cancell rimuov aggiun correg ripar scriv sostitu rinomin spost esegu install invia miglior aggiorn
            mud apag remov adicion corrij consert escrev crie criar substitu renomei execut instal envie atualiz
            удал измен добав созда исправ почин напиш запиш перепиш замен переимен перемест запуст запуск установ обнов отправ улучш собер скомпил
            """),
    ];

    /// <summary>Whether a question with this word is not one that only looks.</summary>
    public static bool IsForbidden(string word) => Words.Contains(word) || Array.Exists(Stems, stem => word.StartsWith(stem, StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => Split(words).ToFrozenSet(StringComparer.Ordinal);

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
