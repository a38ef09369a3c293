using Amazon.Runtime;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws;

/// <summary>A request breaks its API model's rules; nothing was sent.</summary>
public sealed class ConstraintException : AmazonClientException
{
    /// <summary>For an operation whose request has violations.</summary>
    public ConstraintException(OperationModel operation, IReadOnlyList<ConstraintViolation> violations)
        : base($"{operation.Service.ServiceId} {operation.Name} was not sent: {string.Join("; ", violations)}")
    {
        Operation = operation;
        Violations = violations;
    }

    /// <summary>The operation.</summary>
    public OperationModel Operation { get; }

    /// <summary>What is wrong, each with the member's path.</summary>
    public IReadOnlyList<ConstraintViolation> Violations { get; }
}
