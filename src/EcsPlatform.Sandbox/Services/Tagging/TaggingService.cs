using Amazon.ResourceGroupsTaggingAPI.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>The Resource Groups Tagging API: looks at the tagged resources of all services of its region; remembers nothing itself.</summary>
public sealed class TaggingService : SandboxService
{
    internal TaggingService(SandboxRegion region)
        : base(region)
    {
        On(ResourceGroupsTaggingAPIModel.GetResources, GetResources);
        On(ResourceGroupsTaggingAPIModel.TagResources, TagResources);
        On(ResourceGroupsTaggingAPIModel.UntagResources, UntagResources);
        On(ResourceGroupsTaggingAPIModel.GetTagKeys, GetTagKeys);
        On(ResourceGroupsTaggingAPIModel.GetTagValues, GetTagValues);
    }

    /// <inheritdoc/>
    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) => Invalid(message);

    /// <inheritdoc/>
    protected internal override AwsError Throttled(ServiceModel model) => new("ThrottledException", "Rate exceeded", 400);

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) => new("InternalServiceException", "The request processing failed because of an unknown error.", 500);

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private static AwsError InvalidToken() => new("PaginationTokenExpiredException", "The pagination token is not valid or has expired.");

    private IEnumerable<TaggedResource> All() => Region.Services
        .SelectMany(service => service.TaggedResources())
        .Where(resource => resource.Tags.Count > 0)
        .OrderBy(resource => resource.Arn, StringComparer.Ordinal);

    private GetResourcesResponse GetResources(GetResourcesRequest request)
    {
        var arns = request.ResourceARNList ?? [];
        var types = request.ResourceTypeFilters ?? [];
        var filters = request.TagFilters ?? [];
        if (arns.Count > 0 && (types.Count > 0 || filters.Count > 0 || request.ResourcesPerPage is not null || request.TagsPerPage is not null || request.PaginationToken is not null))
        {
            throw Invalid("ResourceARNList cannot be used together with TagFilters, ResourceTypeFilters or pagination parameters.");
        }

        if (filters.GroupBy(filter => filter.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Invalid($"The tag key {twice.Key} stands in more than one TagFilter.");
        }

        if (request.ResourcesPerPage is < 1 or > 100)
        {
            throw Invalid("ResourcesPerPage must be between 1 and 100.");
        }

        var found = All().Where(resource =>
            (arns.Count == 0 || arns.Contains(resource.Arn))
            && (types.Count == 0 || types.Any(type => ResourceType.Matches(resource.Arn, type)))
            && filters.All(filter => Matches(resource, filter)));
        var page = Paging.Of(found, resource => resource.Arn, request.PaginationToken, arns.Count > 0 ? arns.Count : request.ResourcesPerPage ?? 50, InvalidToken); // by ARN there are no pages
        return new GetResourcesResponse
        {
            ResourceTagMappingList =
            [
                .. page.Items.Select(resource => new ResourceTagMapping
                {
                    ResourceARN = resource.Arn,
                    Tags = resource.Tags.To((key, value) => new Tag { Key = key, Value = value }),
                }),
            ],

            // On the last page the token is there, and empty.
            PaginationToken = page.NextToken ?? "",
        };
    }

    private static bool Matches(TaggedResource resource, TagFilter filter) =>
        resource.Tags.TryGetValue(filter.Key ?? "", out var value) && (filter.Values is not { Count: > 0 } || filter.Values.Contains(value));

    private TagResourcesResponse TagResources(TagResourcesRequest request)
    {
        var tags = TagSet.From(request.Tags, tag => tag.Key, tag => tag.Value, "InvalidParameterException");
        return new TagResourcesResponse { FailedResourcesMap = Change(request.ResourceARNList, held => held.Put(tags, "InvalidParameterException")) };
    }

    private UntagResourcesResponse UntagResources(UntagResourcesRequest request) =>
        new() { FailedResourcesMap = Change(request.ResourceARNList, held => held.Remove(request.TagKeys)) };

    private Dictionary<string, FailureInfo> Change(IEnumerable<string> arns, Action<TagSet> change) => arns
        .Where(arn => !Region.Services.ToArray().Any(service => service.ChangeTags(arn, change)))
        .Distinct()
        .ToDictionary(arn => arn, arn => new FailureInfo
        {
            StatusCode = 400,
            ErrorCode = "InvalidParameterException",
            ErrorMessage = $"The resource {arn} does not exist or cannot be tagged here.",
        });

    private GetTagKeysResponse GetTagKeys(GetTagKeysRequest request)
    {
        var keys = All().SelectMany(resource => resource.Tags.Keys).Distinct().Order(StringComparer.Ordinal);
        var page = Paging.Of(keys, key => key, request.PaginationToken, 1000, InvalidToken);
        return new GetTagKeysResponse { TagKeys = [.. page.Items], PaginationToken = page.NextToken ?? "" };
    }

    private GetTagValuesResponse GetTagValues(GetTagValuesRequest request)
    {
        var values = All().Select(resource => resource.Tags.GetValueOrDefault(request.Key)).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        var page = Paging.Of(values, value => value, request.PaginationToken, 1000, InvalidToken);
        return new GetTagValuesResponse { TagValues = [.. page.Items], PaginationToken = page.NextToken ?? "" };
    }
}
