// Refreshes src/EcsPlatform.Aws/Models/*.json from the API models that AWS publishes with botocore:
//
//   dotnet run --project src/EcsPlatform.Aws.Importer -- <botocore/data> [<Models folder>]
//
// Models/operations.json says which services and operations we call; everything else is left out.
using System.Text.Json.Nodes;
using EcsPlatform.Aws.Importer;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: EcsPlatform.Aws.Importer <botocore/data> [<Models folder>]");
    return 2;
}

var source = new DirectoryInfo(args[0]);
var models = new DirectoryInfo(args.Length == 2 ? args[1] : Path.Combine("src", "EcsPlatform.Aws", "Models"));
var services = JsonNode.Parse(File.ReadAllText(Path.Combine(models.FullName, "operations.json")))!.AsObject();

foreach (var (folder, wanted) in services)
{
    var full = PublishedModel.Newest(source, folder);
    var trimmed = new Trimmer(full, wanted!.AsObject()).Trim();
    File.WriteAllText(Path.Combine(models.FullName, folder + ".json"), ModelText.Of(trimmed));
    Console.WriteLine($"{folder}: {trimmed["operations"]!.AsObject().Count} operations, {trimmed["shapes"]!.AsObject().Count} shapes");
}

return 0;
