"""Why a payment is not begun.

PaymentError
├── BillChangedError        it costs something else than the citizen was shown
├── BillPaidError           it was paid meanwhile, here or elsewhere
├── PaymentUnclearError     an earlier payment of it is still being confirmed
├── AmountRefusedError      nothing, less than nothing, or over the limit
├── NotPayableError         no such provider, or it takes no payment codes
├── PaymentKeyReusedError   the same key came with another wish
├── NoSuchPaymentError      none of this id, or of another terminal
└── ProviderAwayError       the provider gave no answer that can be used
"""


class PaymentError(Exception):
    """No payment; the text never holds personal data."""


class BillChangedError(PaymentError):
    """A late fee was added between the look and the payment."""


class BillPaidError(PaymentError):
    """A relative has paid it on a phone meanwhile."""


class PaymentUnclearError(PaymentError):
    """The same bill was begun at another terminal, and nobody knows how it ends."""


class AmountRefusedError(PaymentError):
    """A department asks for 0 fen."""


class NotPayableError(PaymentError):
    """A terminal names a provider that is not configured."""


class PaymentKeyReusedError(PaymentError):
    """A terminal's disk was restored from a backup."""


class NoSuchPaymentError(PaymentError):
    """A terminal asks for the payment of another one."""


class ProviderAwayError(PaymentError):
    """The provider's gateway cannot be reached; no code was shown to anybody."""
