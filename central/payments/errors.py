"""Why a payment is not begun.

PaymentError
├── BillChangedError        the amount differs from what the citizen was shown
├── BillPaidError           it was paid meanwhile, here or elsewhere
├── PaymentUnclearError     an earlier payment of it is still being confirmed
├── AmountRefusedError      zero, negative, or over the limit
├── NotPayableError         no such provider, or it takes no payment codes
├── PaymentKeyReusedError   the same key was used for another request
├── NoSuchPaymentError      there is none of this id, or it is another terminal's
└── ProviderAwayError       the provider gave no usable answer
"""


class PaymentError(Exception):
    """No payment was begun; the text never contains personal data."""


class BillChangedError(PaymentError):
    """The bill has changed, such as by a late fee, since the citizen saw it."""


class BillPaidError(PaymentError):
    """The bill was paid meanwhile, such as by a relative on a phone."""


class PaymentUnclearError(PaymentError):
    """The bill's payment was begun elsewhere, and its outcome is still unknown."""


class AmountRefusedError(PaymentError):
    """The department's amount is not accepted, such as 0 fen."""


class NotPayableError(PaymentError):
    """A terminal names a provider that is not configured."""


class PaymentKeyReusedError(PaymentError):
    """A key was reused, such as after a terminal's disk was restored from a backup."""


class NoSuchPaymentError(PaymentError):
    """The terminal has no such payment; it may be another terminal's."""


class ProviderAwayError(PaymentError):
    """The provider's gateway is unreachable; no code was shown."""
