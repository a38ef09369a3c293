using System.Text.Json.Nodes;
using Amazon.CertificateManager.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>AWS Certificate Manager: public certificates whose names are proven, private ones of a CA in Private CA, imported ones; all with real keys.</summary>
public sealed partial class AcmService : SandboxService<AcmState>
{
    private readonly Step _issuing;
    private readonly Step _patience;
    private readonly Step _renewal;

    internal AcmService(SandboxRegion region)
        : base(region)
    {
        On(CertificateManagerModel.RequestCertificate, _ => null, RequestCertificate);
        On(CertificateManagerModel.ImportCertificate, request => request.CertificateArn, (request, _) => ImportCertificate(request));
        On(CertificateManagerModel.DescribeCertificate, request => request.CertificateArn, (request, _) => new DescribeCertificateResponse { Certificate = Detail(Certificate(request.CertificateArn)) });
        On(CertificateManagerModel.ListCertificates, _ => null, (request, _) => ListCertificates(request));
        On(CertificateManagerModel.GetCertificate, request => request.CertificateArn, (request, _) => GetCertificate(request));
        On(CertificateManagerModel.DeleteCertificate, request => request.CertificateArn, (request, _) => DeleteCertificate(request));
        On(CertificateManagerModel.ExportCertificate, request => request.CertificateArn, (request, _) => ExportCertificate(request));
        On(CertificateManagerModel.RenewCertificate, request => request.CertificateArn, (request, _) => RenewCertificate(request));
        On(CertificateManagerModel.UpdateCertificateOptions, request => request.CertificateArn, (request, _) => UpdateCertificateOptions(request));
        On(CertificateManagerModel.AddTagsToCertificate, request => request.CertificateArn, (request, _) => AddTagsToCertificate(request));
        On(CertificateManagerModel.RemoveTagsFromCertificate, request => request.CertificateArn, (request, _) => RemoveTagsFromCertificate(request));
        On(CertificateManagerModel.ListTagsForCertificate, request => request.CertificateArn, (request, _) => ListTagsForCertificate(request));
        _issuing = Step("certificate-issued", Proceed);
        _patience = Step("certificate-validation-timed-out", GiveUp, background: true);
        _renewal = Step("certificate-renewed", RenewInTime, background: true);
        Faults.Changed += () =>
        {
            lock (Region.Sandbox.World)
            {
                LookAgain();
            }
        };
    }

    private ElasticLoadBalancingService Balancers => Region.Get<ElasticLoadBalancingService>();

    /// <summary>For other services: the certificate with an ARN, or null.</summary>
    /// <param name="arn">The certificate's ARN.</param>
    public StoredCertificate? FindCertificate(string? arn) => arn is null ? null : State.Certificates.GetValueOrDefault(arn);

    /// <summary>For other services: a certificate's status as it is shown, which time alone may have changed.</summary>
    internal string StatusOf(StoredCertificate certificate) =>
        certificate.Status == "ISSUED" && certificate.NotAfter < Now ? "EXPIRED" : certificate.Status;

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() => State.Certificates.Values.Select(certificate => new TaggedResource(certificate.Arn, certificate.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (FindCertificate(arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => collection != nameof(AcmState.Certificates);

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private static AwsError Unfit(string message) => new("ValidationException", message);

    private StoredCertificate Certificate(string arn)
    {
        if (arn.Split(':') is not [_, _, "acm", var region, _, var resource] || !resource.StartsWith("certificate/", StringComparison.Ordinal))
        {
            throw new AwsError("InvalidArnException", $"The ARN {arn} is not that of a certificate.");
        }

        if (region != Region.Name)
        {
            throw new AwsError("InvalidArnException", $"The certificate {arn} is in another region: {region}.");
        }

        return FindCertificate(arn) ?? throw new AwsError("ResourceNotFoundException", $"Could not find certificate {arn}.");
    }

    /// <summary>Registers a handler behind the caller's policies.</summary>
    private void On<TRequest, TResponse>(OperationModel<TRequest, TResponse> operation, Func<TRequest, string?> resource, Func<TRequest, CallContext, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        On(operation, (request, context) =>
        {
            CheckCaller($"acm:{operation.Name}", resource(request), context);
            return handler(request, context);
        });

    private void CheckCaller(string action, string? arn, CallContext context)
    {
        var request = new AccessRequest(action, arn ?? "*");
        foreach (var (key, value) in FindCertificate(arn)?.Tags ?? [])
        {
            request.Context[$"aws:ResourceTag/{key}"] = [value];
        }

        var iam = Region.Get<IamService>();
        if (iam.Decide(iam.Caller(context.AccessKeyId), request) != Decision.Allowed)
        {
            throw new AwsError("AccessDeniedException", $"User: {Region.Get<StsService>().CallerArn(context.AccessKeyId)} is not authorized to perform: "
                + $"{action} on resource: {arn ?? "*"} because no identity-based policy allows the {action} action");
        }
    }

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidTagException");

    private AddTagsToCertificateResponse AddTagsToCertificate(AddTagsToCertificateRequest request)
    {
        Certificate(request.CertificateArn).Tags.Put(Tags(request.Tags), "TooManyTagsException");
        return new AddTagsToCertificateResponse();
    }

    // A value that is given must be the tag's (RemoveTagsFromCertificate).
    private RemoveTagsFromCertificateResponse RemoveTagsFromCertificate(RemoveTagsFromCertificateRequest request)
    {
        var tags = Certificate(request.CertificateArn).Tags;
        tags.Remove(request.Tags.Where(tag => tag.Value is null || tags.GetValueOrDefault(tag.Key) == tag.Value).Select(tag => tag.Key).ToArray());
        return new RemoveTagsFromCertificateResponse();
    }

    private ListTagsForCertificateResponse ListTagsForCertificate(ListTagsForCertificateRequest request) =>
        new() { Tags = Certificate(request.CertificateArn).Tags.To((key, value) => new Tag { Key = key, Value = value }) };
}
