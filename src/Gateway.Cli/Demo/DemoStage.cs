using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>What the acts share: the nodes, the page, the figures.</summary>
internal sealed record DemoStage(DemoWorld World, Surface Surface, DemoFigures Figures)
{
    private static readonly Style Heading = new(Color.Aqua, decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);

    public IAnsiConsole Console => Surface.Console;

    public void Act(int number, string title)
    {
        Console.WriteLine();
        Console.Say($"{number}  {title}", Heading);
        Console.Say(new string('─', Page.Width - 1), Quiet);
    }

    public void Say(string text) => Console.Say(text);

    public void Note(string text) => Console.Say(text, Quiet);

    /// <summary>Runs pieces of work, a few at a time, with a moving bar where somebody watches.</summary>
    public async Task ForEachAsync<T>(string title, IReadOnlyList<T> items, Func<T, Task> work, CancellationToken cancellation)
    {
        if (!Surface.IsTerminal)
        {
            await Run(() => { });
            return;
        }

        await Console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                ProgressTask task = progress.AddTask(title, maxValue: items.Count);
                await Run(() => task.Increment(1));
            });

        Task Run(Action done) => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
            async (item, _) =>
            {
                await work(item);
                done();
            });
    }
}
