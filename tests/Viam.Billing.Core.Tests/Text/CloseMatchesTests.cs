using Viam.Billing.Text;

namespace Viam.Billing.Core.Tests.Text;

/// <summary>Similar names.</summary>
public sealed class CloseMatchesTests
{
    [Theory]
    [InlineData("payed", "paid")]
    [InlineData("PIAD", "paid")]
    [InlineData("outstandign", "outstanding")]
    [InlineData(" processing ", "payment_processing")]
    [InlineData("out", "outstanding")]
    public void MisspelledOrShortenedNameIsFound(string typed, string expected) =>
        Assert.Equal([expected], CloseMatches.Find(typed, ["outstanding", null, "paid", "payment_processing", ""]));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("x")]
    [InlineData("pa")]
    [InlineData("void")]
    [InlineData("completely different")]
    public void OtherTextIsNotSimilar(string typed) => Assert.Empty(CloseMatches.Find(typed, ["outstanding", "paid"]));

    [Fact]
    public void BestMatchesComeFirstAndTheirNumberIsLimited() =>
        Assert.Equal(
            ["Acme 1", "Acme 12", "Acme 2"],
            CloseMatches.Find(
                "acme 1",
                ["Acme Robotics", "Acme 2", "Acme 12", "Acme 1", "acme 1", "The Acme 1 Company"]
            )
        );

    [Theory]
    [InlineData("b", "")]
    [InlineData("borelis", " Did you mean 'Borealis'?")]
    [InlineData("acme", " Did you mean 'Acme 1', 'Acme 2' or 'Acme 3'?")]
    public void QuestionListsTheNames(string typed, string expected) =>
        Assert.Equal(expected, CloseMatches.AsQuestion(typed, ["Acme 3", "Acme 2", "Borealis", "Acme 1"]));

    [Fact]
    public void VeryLongTextIsNotCompared()
    {
        var text = new string('a', 1_000_000);

        Assert.Empty(CloseMatches.Find(text, [text + "b"]));
        Assert.Empty(CloseMatches.Find("aaa", [text]));
    }
}
