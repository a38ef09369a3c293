using System.Security.Cryptography.X509Certificates;
using Amazon.ACMPCA.Model;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <summary>The API's form of a subject as an X.500 name.</summary>
internal static class Subjects
{
    public static X500DistinguishedName Name(ASN1Subject subject)
    {
        var name = new X500DistinguishedNameBuilder();
        Add("2.5.4.6", subject.Country);
        Add("2.5.4.10", subject.Organization);
        Add("2.5.4.11", subject.OrganizationalUnit);
        Add("2.5.4.46", subject.DistinguishedNameQualifier);
        Add("2.5.4.8", subject.State);
        Add("2.5.4.3", subject.CommonName);
        Add("2.5.4.5", subject.SerialNumber);
        Add("2.5.4.7", subject.Locality);
        Add("2.5.4.12", subject.Title);
        Add("2.5.4.4", subject.Surname);
        Add("2.5.4.42", subject.GivenName);
        Add("2.5.4.43", subject.Initials);
        Add("2.5.4.65", subject.Pseudonym);
        Add("2.5.4.44", subject.GenerationQualifier);
        foreach (var attribute in subject.CustomAttributes ?? [])
        {
            Add(attribute.ObjectIdentifier, attribute.Value);
        }

        return name.Build();

        void Add(string identifier, string? value)
        {
            if (identifier == "2.5.4.6" && value is not null)
            {
                name.AddCountryOrRegion(value);
            }
            else if (!string.IsNullOrEmpty(value))
            {
                name.Add(identifier, value);
            }
        }
    }
}
