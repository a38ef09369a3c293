namespace EcsPlatform;

/// <summary>Why a cmdlet gave up.</summary>
public sealed class PlatformException : Exception
{
    /// <summary>An error with its id, and everything that led to it.</summary>
    /// <param name="errorId">The stable id, the first part of FullyQualifiedErrorId.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="problems">Each single thing that went wrong; empty when the message says it all.</param>
    /// <param name="cause">The error behind it.</param>
    public PlatformException(string errorId, string message, string advice, IReadOnlyList<PlatformProblem> problems, Exception? cause = null)
        : base(message, cause)
    {
        ErrorId = errorId;
        Advice = advice;
        Problems = problems;
    }

    /// <summary>The stable id.</summary>
    public string ErrorId { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; }

    /// <summary>Each single thing that went wrong; empty when the message says it all.</summary>
    public IReadOnlyList<PlatformProblem> Problems { get; }
}
