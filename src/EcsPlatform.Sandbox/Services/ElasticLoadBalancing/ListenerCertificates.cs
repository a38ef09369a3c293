using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Certificates that a listener has besides its default one, for other names ("SSL certificates for your Application Load Balancer").</summary>
public sealed partial class ElasticLoadBalancingService
{
    private void HandleListenerCertificates()
    {
        On(ElasticLoadBalancingV2Model.AddListenerCertificates, AddListenerCertificates);
        On(ElasticLoadBalancingV2Model.RemoveListenerCertificates, RemoveListenerCertificates);
        On(ElasticLoadBalancingV2Model.DescribeListenerCertificates, DescribeListenerCertificates);
    }

    private AddListenerCertificatesResponse AddListenerCertificates(AddListenerCertificatesRequest request)
    {
        var listener = SecureListener(request.ListenerArn);
        var arn = Only(request.Certificates);
        CheckCertificate(arn, IsApplication(State.LoadBalancers[listener.LoadBalancerArn].Shown));
        if (MoreCertificates(listener.ListenerArn) is var known && !known.Contains(arn))
        {
            var others = State.Listeners.Values.Where(other => other.LoadBalancerArn == listener.LoadBalancerArn).Sum(other => MoreCertificates(other.ListenerArn).Count);
            if (others >= Quotas.Certificates)
            {
                throw new AwsError("TooManyCertificates", "The maximum number of certificates has been reached");
            }

            State.ListenerCertificates[listener.ListenerArn] = [.. known, arn];
        }

        return new AddListenerCertificatesResponse { Certificates = [new Certificate { CertificateArn = arn, IsDefault = false }] };
    }

    // One that is not in the list is removed all the same.
    private RemoveListenerCertificatesResponse RemoveListenerCertificates(RemoveListenerCertificatesRequest request)
    {
        var listener = SecureListener(request.ListenerArn);
        var arn = Only(request.Certificates);
        var known = MoreCertificates(listener.ListenerArn);
        if (!known.Contains(arn) && listener.Certificates.Exists(certificate => certificate.CertificateArn == arn))
        {
            throw new AwsError("OperationNotPermitted", "Default certificate cannot be removed");
        }

        State.ListenerCertificates[listener.ListenerArn] = [.. known.Where(certificate => certificate != arn)];
        return new RemoveListenerCertificatesResponse();
    }

    // A default certificate that is in the list as well appears twice.
    private DescribeListenerCertificatesResponse DescribeListenerCertificates(DescribeListenerCertificatesRequest request)
    {
        var listener = SecureListener(request.ListenerArn);
        var all = listener.Certificates.Select(certificate => new Certificate { CertificateArn = certificate.CertificateArn, IsDefault = true })
            .Concat(MoreCertificates(listener.ListenerArn).Select(arn => new Certificate { CertificateArn = arn, IsDefault = false }));
        var page = PageOf(all, certificate => $"{certificate.IsDefault} {certificate.CertificateArn}", request.Marker, request.PageSize);
        return new DescribeListenerCertificatesResponse { Certificates = [.. page.Items], NextMarker = page.NextToken };
    }

    private List<string> MoreCertificates(string listenerArn) => State.ListenerCertificates.GetValueOrDefault(listenerArn) ?? [];

    private Listener SecureListener(string arn) =>
        FindListener(arn) is var listener && IsTls(listener.Protocol) ? listener : throw Invalid($"The listener '{arn}' is neither an HTTPS nor a TLS listener");

    private static string Only(List<Certificate> certificates) => certificates is [{ CertificateArn: { } arn, IsDefault: null }]
        ? arn
        : throw Invalid("Exactly one certificate must be specified, without IsDefault");
}
