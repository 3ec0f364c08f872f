namespace Viam.Billing.Invoices;

/// <summary>What to do about a payment that failed, by the reasons that the service gives.</summary>
internal static class PaymentFailure
{
    public static string Remedy(string? reason) =>
        reason switch
        {
            "card_declined" => "The customer should ask the card's bank, or set up another payment method.",
            "insufficient_funds" => "The customer should fund the account or set up another payment method.",
            "expired_card" => "The customer should set up a card that has not expired.",
            "incorrect_cvc" or "incorrect_card_number" => "The customer should enter the card's data again.",
            "authentication_required" =>
                "The customer's bank wants the payment confirmed: the customer should pay the invoice in the Viam app.",
            "processing_error" => "The payment processor had a fault. The payment may be tried again in the Viam app.",
            _ =>
                "The customer should check the payment method in the Viam app; Send-ViamPaymentRequiredEmail asks for it.",
        };
}
