namespace Viam.Billing.Invoices;

/// <summary>What to say about a failed payment, by the service's reason.</summary>
internal static class PaymentFailure
{
    /// <summary>The end of a sentence that begins with the payment.</summary>
    public static string Describe(string? reason) =>
        reason is null or "" or "other" ? "failed. The service gave no specific reason." : $"failed: {reason}.";

    /// <summary>The recommended action.</summary>
    public static string Remedy(string? reason) =>
        reason switch
        {
            "card_declined" => "The customer should contact the card's bank, or set up another payment method.",
            "insufficient_funds" => "The customer should fund the account or set up another payment method.",
            "expired_card" => "The customer should set up a card that hasn't expired.",
            "incorrect_cvc" or "incorrect_card_number" => "The customer should enter the card details again.",
            "authentication_required" => "The customer's bank requires confirmation of the payment. "
                + "The customer should pay the invoice in the Viam app.",
            "processing_error" =>
                "The payment processor reported an error. The customer can try the payment again in the Viam app.",
            _ => "The customer should check the payment method in the Viam app. "
                + "To ask the customer, use Send-ViamPaymentRequiredEmail.",
        };
}
