using Viam.Billing.Text;

namespace Viam.Billing.Core.Tests.Text;

/// <summary>Long text in messages.</summary>
public sealed class ExcerptTests
{
    private const string Family = "\U0001F468\u200d\U0001F469\u200d\U0001F467";

    [Fact]
    public void TextOfTheLimitIsWholeAndLongerTextEndsInAnEllipsis()
    {
        var text = new string('a', VisibleText.ExcerptLength);

        Assert.Same(text, VisibleText.Excerpt(text));
        Assert.Equal(text + "…", VisibleText.Excerpt(text + "b"));
        Assert.Equal(text + "…", ForeignText.Excerpt(text + new string('b', 100_000)));
    }

    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("e\u0301")]
    [InlineData(Family)]
    public void CharacterOfSeveralCodesIsNotDivided(string character)
    {
        for (var before = 0; before <= character.Length; before++)
        {
            var start = new string('a', 200 - before);

            Assert.Equal(
                start + (before == character.Length ? character : "") + "…",
                VisibleText.Shorten(start + character + new string('b', 300), 200)
            );
        }
    }

    [Fact]
    public void EndlessCharacterIsOmitted()
    {
        var endless = "e" + new string('\u0301', 100_000);

        Assert.Equal("ab…", VisibleText.Excerpt("ab" + endless));
        Assert.Equal("…", VisibleText.Excerpt(endless));
    }

    [Fact]
    public void SecretAtTheLimitIsRemovedBeforeTheTextIsShortened()
    {
        var text = new string('a', 170) + " Authorization: Bearer " + new string('s', 100);

        Assert.DoesNotContain("ss", ForeignText.Excerpt(text), StringComparison.Ordinal);
    }

    [Fact]
    public void MessageContainsTheBeginningOfALongTargetAndIsNotEndless()
    {
        var name = new string('n', 100_000);
        var error = new BillingException(BillingError.NotFound, $"The name '{name}' wasn't found.")
        {
            ServerMessage = name,
        };

        var shown = Assert.IsType<BillingException>(ForeignText.ForDisplay(error, name));

        Assert.Equal($"The name '{new string('n', 200)}…' wasn't found.", shown.Message);
        Assert.Equal(name, shown.ServerMessage);
        Assert.InRange(ForeignText.ForDisplay(error, quoted: null).Message.Length, 1000, 3001);
        Assert.InRange(ForeignText.ForDisplay(name).Length, 1000, 3001);
    }
}
