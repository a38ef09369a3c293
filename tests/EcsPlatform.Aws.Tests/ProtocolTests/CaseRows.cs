namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>A row per case: file, suite and id.</summary>
internal static class CaseRows
{
    private static readonly Dictionary<(string Direction, string File, int Suite, string Id), ProtocolCase> Cases = CaseFiles.All
        .SelectMany(suite => suite.Cases)
        .ToDictionary(test => (test.Suite.Direction, test.Suite.File, test.Suite.Number, test.Id));

    public static TheoryData<string, int, string> Of(string direction)
    {
        var rows = new TheoryData<string, int, string>();
        foreach (var key in Cases.Keys.Where(key => key.Direction == direction))
        {
            rows.Add(key.File, key.Suite, key.Id);
        }

        return rows;
    }

    public static ProtocolCase Find(string direction, string file, int suite, string id) => Cases[(direction, file, suite, id)];
}
