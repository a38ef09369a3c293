namespace EcsPlatform.Tests;

/// <summary>Expects a refusal in place: Shouldly's ThrowAsync resumes on the thread pool, and a virtual clock would run on meanwhile.</summary>
internal static class Refusals
{
    public static async Task<TException> RefusesAsync<TException>(Task work)
        where TException : Exception
    {
        try
        {
            await work;
        }
        catch (TException refusal)
        {
            return refusal;
        }

        throw new ShouldAssertException($"{typeof(TException).Name} was expected, and the work succeeded.");
    }
}
