using System.Globalization;
using System.Xml.Linq;

namespace EcsPlatform.PowerShell.Tests;

public sealed class ViewTests
{
    private static readonly XElement[] Views = [.. XDocument.Load(Path.Combine(Repository.Module, "EcsPlatform.format.ps1xml")).Descendants("View")];

    [Fact]
    public void Every_part_of_a_platform_has_a_table()
    {
        var shown = Views.SelectMany(view => view.Descendants("TypeName")).Select(type => type.Value).ToArray();

        typeof(PlatformInfo).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IPlatformPart)) && !type.IsInterface).Select(type => type.FullName!)
            .ShouldBeSubsetOf(shown);
        shown.ShouldAllBe(name => typeof(PlatformInfo).Assembly.GetType(name) != null);
    }

    [Fact]
    public void Tables_fit_a_hundred_and_twenty_columns()
    {
        foreach (var view in Views)
        {
            var widths = view.Descendants("TableColumnHeader").Select(column => int.Parse(column.Element("Width")?.Value ?? "0", CultureInfo.InvariantCulture)).ToArray();

            (widths.Sum() + widths.Length).ShouldBeLessThanOrEqualTo(112, view.Element("Name")!.Value);
        }
    }

    [Fact]
    public void A_column_shows_a_property_that_there_is()
    {
        foreach (var view in Views)
        {
            var type = typeof(PlatformInfo).Assembly.GetType(view.Descendants("TypeName").First().Value)!;

            view.Descendants("PropertyName").Select(property => property.Value).ShouldBeSubsetOf(type.GetProperties().Select(property => property.Name));
        }
    }
}
