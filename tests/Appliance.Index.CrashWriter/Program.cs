// Appends blocks from several callers until it is killed. Before each call it writes "begin chain first last", and once the call is
// acknowledged "done chain last", each line in one write: what stands on standard output when the process dies is what was promised.
using System.Globalization;
using Appliance.Index;
using Appliance.Index.Tests;

const int Writers = 4;
string directory = args[0];
int seed = int.Parse(args[1], CultureInfo.InvariantCulture);
using Stream output = Console.OpenStandardOutput();
var options = new IndexOptions
{
    PageBytes = 1 << 14,
    SegmentBytes = 1 << 16,
    LogMemoryBytes = 1 << 16,
    HashTableBytes = 1 << 16,
    RecordMemoryBytes = 1 << 20,
    ReadCacheBytes = 1 << 20,
    CommitInterval = TimeSpan.Zero,
    CheckpointInterval = TimeSpan.FromMilliseconds(50),
    CheckpointBytes = 1 << 17,
};
ChainIndex index = await ChainIndex.OpenAsync(directory, options, null, CancellationToken.None);
await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
{
    string chain = $"c{writer}";
    var random = new Random(seed + writer);
    long next = index.Find("fabric", chain) is [{ } head] ? head.Height + 1 : 0;
    while (true)
    {
        int count = random.Next(1, 20);
        Say($"begin {chain} {next} {next + count - 1}");
        await index.AppendAsync(Blocks.Key(chain), Blocks.Range(chain, next, count), CancellationToken.None);
        next += count;
        Say($"done {chain} {next - 1}");
    }
})));

void Say(string line)
{
    byte[] bytes = System.Text.Encoding.ASCII.GetBytes(line + "\n");
    lock (output)
    {
        output.Write(bytes);
        output.Flush();
    }
}
