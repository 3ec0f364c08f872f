using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Single charges that are rejected by the cmdlet or refused by the service.</summary>
public sealed class RejectedChargeTests : NewChargeTest
{
    [Theory]
    [InlineData("-Subtotal 0", "InvalidAmount")]
    [InlineData("-Subtotal -5", "InvalidAmount")]
    [InlineData("-Subtotal 5.005", "InvalidAmount")]
    [InlineData("-Subtotal 5 -Tax -0.01", "InvalidAmount")]
    [InlineData("-Subtotal 5 -Tax 0.001", "InvalidAmount")]
    [InlineData("-Subtotal 1000000000000", "InvalidAmount")]
    [InlineData("-Subtotal 999999999999.99 -Tax 0.01", "InvalidAmount")]
    [InlineData("-Subtotal ([decimal]::MaxValue) -Tax ([decimal]::MaxValue)", "InvalidAmount")]
    [InlineData("-Subtotal ([float]12.34)", "InvalidAmount")]
    [InlineData("-Subtotal 5 -Description ('x' * 1001)", "DescriptionTooLong")]
    [InlineData("-Subtotal 5 -BrandingOrganizationId acme", "OrganizationNotFound")]
    [InlineData("-Subtotal '1e2'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '1,000.00'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '12,50'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '1.000'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '$5'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '(5)'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal '0x10'", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal ''", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal 12,50", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal $true", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal $null", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal ([char]'5')", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal 5 -Tax ' '", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal ([double]::NaN)", "ParameterArgumentTransformationError")]
    [InlineData("-Subtotal 1e300", "ParameterArgumentTransformationError")]
    public void InvalidInputIsRejectedBeforeSending(string arguments, string id)
    {
        var error = Run($"New-ViamCharge {Acme} {arguments} -Confirm:$false").OnlyError;

        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, CountRequests("GetInvoicesSummary") + Charges);
    }

    [Theory]
    [InlineData("acme", "OrganizationNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c1", "OrganizationNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Acme*", "WildcardNotSupported", ErrorCategory.InvalidArgument)]
    public void UnknownOrganizationNameIsRejected(string name, string id, ErrorCategory category)
    {
        AssertError(Run($"New-ViamCharge {name} 5 -Confirm:$false").OnlyError, id, category, name);
        Assert.Equal(0, Charges);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, ErrorCategory.InvalidArgument)]
    [InlineData(StatusCode.NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData(StatusCode.AlreadyExists, ErrorCategory.ResourceExists)]
    [InlineData(StatusCode.PermissionDenied, ErrorCategory.PermissionDenied)]
    [InlineData(StatusCode.Unauthenticated, ErrorCategory.AuthenticationError)]
    [InlineData(StatusCode.ResourceExhausted, ErrorCategory.LimitsExceeded)]
    [InlineData(StatusCode.FailedPrecondition, ErrorCategory.InvalidOperation)]
    [InlineData(StatusCode.OutOfRange, ErrorCategory.InvalidArgument)]
    [InlineData(StatusCode.Unimplemented, ErrorCategory.NotImplemented)]
    public void RefusedChargeIsNotRetriedOrReconciled(StatusCode status, ErrorCategory category)
    {
        Server.Faults.Refuse("ChargeOrganization", status, "no");

        var error = Run(Charge).OnlyError;

        AssertError(error, "ChargeRefused", category, Acme);
        AssertNothingWasCharged(error);
        Assert.Contains("Server message: no", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Charges, CountRequests("GetInvoicesSummary")));
    }

    [Fact]
    public void NothingIsChargedWhenInvoicesCannotBeListed()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal);

        var error = Run(Charge).OnlyError;

        AssertError(error, "ServiceError", ErrorCategory.NotSpecified, Acme);
        AssertNothingWasCharged(error);
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void UnknownOrganizationIsNotCharged()
    {
        var error = Run($"New-ViamCharge {UnknownOrganizationId} 5").OnlyError;

        AssertError(error, "OrganizationNotFound", ErrorCategory.ObjectNotFound, UnknownOrganizationId);
        AssertNothingWasCharged(error);
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void FailedChargeDoesNotStopOtherCharges()
    {
        var run = Run(
            "$ids | New-ViamCharge -Subtotal 5 -Confirm:$false",
            ("ids", new[] { Acme, UnknownOrganizationId, Cascade })
        );

        Assert.Equal([Acme, Cascade], run.Of<Charge>().Select(charge => charge.OrganizationId));
        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, UnknownOrganizationId);
    }
}
