"""The shapes of the API, by name. Generated from docs/openapi.json by generate_shapes.py; do not edit.

Amounts are whole numbers of minor units. Answers may gain members and values.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, Union

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired

__all__ = [
    "Alive",
    "Allocation",
    "AmendRequest",
    "AmountOffBenefit",
    "Applied",
    "AppliedBenefit",
    "ArchiveCoupon",
    "AuditEntry",
    "AuditPage",
    "BacktestBody",
    "Balance",
    "BalanceChange",
    "BalanceEntry",
    "BalanceEntryPage",
    "BalanceShare",
    "BalanceUse",
    "BasketBody",
    "BasketExpected",
    "BasketPatch",
    "BatchVoid",
    "Benefit",
    "BillingPeriodsProposal",
    "BillingPeriodsRequest",
    "BrokenPromise",
    "BulkAnswer",
    "BulkEntry",
    "BundlePriceBenefit",
    "BuyXGetYBenefit",
    "BuyXGetYBenefitBuy",
    "BuyXGetYBenefitGet",
    "ByBillingPeriodBenefit",
    "ByBillingPeriodBenefitPeriods",
    "ByBillingPeriodBenefitPeriodsAnnual",
    "ByBillingPeriodBenefitPeriodsAnnualPrice",
    "ByBillingPeriodBenefitPeriodsAnnualSetupFee",
    "ByBillingPeriodBenefitPeriodsBiennial",
    "ByBillingPeriodBenefitPeriodsBiennialPrice",
    "ByBillingPeriodBenefitPeriodsBiennialSetupFee",
    "ByBillingPeriodBenefitPeriodsMonthly",
    "ByBillingPeriodBenefitPeriodsMonthlyPrice",
    "ByBillingPeriodBenefitPeriodsMonthlySetupFee",
    "ByBillingPeriodBenefitPeriodsOneTime",
    "ByBillingPeriodBenefitPeriodsOneTimePrice",
    "ByBillingPeriodBenefitPeriodsOneTimeSetupFee",
    "ByBillingPeriodBenefitPeriodsQuarterly",
    "ByBillingPeriodBenefitPeriodsQuarterlyPrice",
    "ByBillingPeriodBenefitPeriodsQuarterlySetupFee",
    "ByBillingPeriodBenefitPeriodsSemiannual",
    "ByBillingPeriodBenefitPeriodsSemiannualPrice",
    "ByBillingPeriodBenefitPeriodsSemiannualSetupFee",
    "ByBillingPeriodBenefitPeriodsTriennial",
    "ByBillingPeriodBenefitPeriodsTriennialPrice",
    "ByBillingPeriodBenefitPeriodsTriennialSetupFee",
    "ByBillingPeriodBenefitPeriodsWeekly",
    "ByBillingPeriodBenefitPeriodsWeeklyPrice",
    "ByBillingPeriodBenefitPeriodsWeeklySetupFee",
    "CalculatorWarning",
    "Campaign",
    "CampaignBody",
    "CampaignPage",
    "CampaignPatch",
    "CancelledRedemption",
    "Cart",
    "CartBilling",
    "CartContext",
    "CartCustomer",
    "CartFeesItem",
    "CartLine",
    "CartShipping",
    "CategoriesBulk",
    "CategoriesBulkCategoriesItem",
    "Category",
    "CategoryBody",
    "CategoryPage",
    "ChannelCondition",
    "Claim",
    "ClaimBody",
    "ClaimCodeBody",
    "ClaimContext",
    "ClaimPage",
    "Claimable",
    "ClaimablePage",
    "ClaimedCoupon",
    "Code",
    "CodeBody",
    "CodeLookup",
    "CodePage",
    "CommitRequest",
    "Condition",
    "Condition21",
    "Condition22",
    "Condition23",
    "ContainsCondition",
    "Coupon",
    "CouponClaims",
    "CouponLimits",
    "CouponPage",
    "CouponStacking",
    "CouponStackingCombinesWith",
    "CouponSummary",
    "CouponTerms",
    "CouponTermsLimits",
    "CouponTermsStacking",
    "CouponTermsStackingCombinesWith",
    "CouponTermsValidity",
    "CouponValidity",
    "CouponVersion",
    "CouponVersionPage",
    "CreatedWebhook",
    "Customer",
    "CustomerBody",
    "CustomerInCondition",
    "CustomerIsCondition",
    "CustomerPage",
    "CustomerTypeCondition",
    "CustomersBulk",
    "CustomersBulkCustomersItem",
    "DateOnlyEnd",
    "Deleted",
    "DeletedCoupon",
    "DeletedCustomer",
    "DeletedSegment",
    "DeletedWebhook",
    "DeviceCondition",
    "Discounts",
    "DistinctProductsCondition",
    "DraftBacktestBody",
    "EmailDomainCondition",
    "EndedRenewals",
    "Event",
    "EventPage",
    "ExpressionCondition",
    "ExtendRequest",
    "FieldChange",
    "FieldError",
    "FirstBalance",
    "FirstOrderCondition",
    "FixedPriceBenefit",
    "FreeProductBenefit",
    "FreeShippingBenefit",
    "Generate",
    "Gift",
    "Goal",
    "Health",
    "Hint",
    "Job",
    "JobError",
    "JobPage",
    "LastUse",
    "LineAllocation",
    "ListValue",
    "MarginPolicy",
    "Member",
    "MemberPage",
    "MembersBody",
    "MembersChanged",
    "Message",
    "MessageVariable",
    "Messages",
    "MessagesBody",
    "Nothing",
    "Order",
    "OrderAmountCondition",
    "OrderQuantityCondition",
    "OrderWeightCondition",
    "OrdersCountCondition",
    "PastOrder",
    "PastOrderStatus",
    "PastOrders",
    "PaymentMethodCondition",
    "PercentBase",
    "PercentOffBenefit",
    "PeriodProposal",
    "PlacedOrder",
    "Policy",
    "PolicyRounding",
    "PresentedDiscounts",
    "Problem",
    "Product",
    "ProductBody",
    "ProductPage",
    "ProductsBulk",
    "ProductsBulkProductsItem",
    "PurchasedCondition",
    "Quote",
    "QuoteBatch",
    "QuoteBatchAnswer",
    "QuoteBatchEntry",
    "QuoteFee",
    "QuoteLine",
    "QuoteRequest",
    "QuoteShipping",
    "RankedWallet",
    "Reason",
    "Reassignment",
    "Redemption",
    "RedemptionPage",
    "RedemptionRequest",
    "Refund",
    "RefundFee",
    "RefundLine",
    "RefundPolicy",
    "RefundRequest",
    "RefundShare",
    "RegionCondition",
    "Rejected",
    "Renewal",
    "Replay",
    "Reservation",
    "ReservationRequest",
    "RestoreUses",
    "ReturnedLine",
    "RunnerUp",
    "SavedBasket",
    "SavedBasketPage",
    "SavedView",
    "SavedViewPage",
    "ScheduleCondition",
    "Segment",
    "SegmentBody",
    "SegmentCount",
    "SegmentKind",
    "SegmentPage",
    "SegmentPatch",
    "Selection",
    "SelectionReport",
    "Selector",
    "SelectorAttributesValue1",
    "Settings",
    "SettingsHints",
    "SettingsPatch",
    "SettingsPatchHints",
    "SettingsPatchRounding",
    "SettingsRounding",
    "SetupFeeOffBenefit",
    "ShippingOffBenefit",
    "ShippingServiceCondition",
    "ShownInput",
    "Skipped",
    "StockBody",
    "StoredValueBenefit",
    "Template",
    "TemplateBody",
    "TemplateCopy",
    "TemplateInput",
    "TemplatePage",
    "TemplatePatch",
    "TemplateUse",
    "TieredBenefit",
    "TieredBenefitTiersItem",
    "TotalSpentCondition",
    "Totals",
    "Trim",
    "UnsavedBalance",
    "UnsavedCampaign",
    "UnsavedCategory",
    "UnsavedClaim",
    "UnsavedFacts",
    "UnsavedFirstAllocation",
    "UnsavedFirstOrder",
    "UnsavedFirstRedemption",
    "UnsavedPurchase",
    "UnsavedQuoteRequest",
    "UnsavedUses",
    "UnusableClaim",
    "UpdateRequest",
    "UsableClaim",
    "VerifiedIdentityCondition",
    "ViewBody",
    "ViewPatch",
    "Wallet",
    "WalletCart",
    "WalletCounts",
    "Warning",
    "Warnings",
    "Webhook",
    "WebhookBody",
    "WebhookPage",
    "WebhookPatch",
]


class Alive(TypedDict):
    """The process answers."""

    status: str


class Allocation(TypedDict):
    """A share of a coupon: `$.line_items[N]`, `$.line_items[N].setup_fee` or `$.shipping`."""

    path: str
    amount: int


class AmendRequest(TypedDict):
    """Another cart for an order."""

    cart: Cart
    expected_total: NotRequired[Union[int, None]]
    allow_more: NotRequired[Union[bool, None]]


class AmountOffBenefit(TypedDict):
    """An amount off what the target selects: shared by its lines, or for each line or unit."""

    amount: dict[str, int]
    kind: Literal['amount_off']
    max_units: NotRequired[Union[int, None]]
    overflow: NotRequired[Union[Literal['cap', 'spill_to_order'], None]]
    per: NotRequired[Union[Literal['order', 'line', 'unit'], None]]
    target: NotRequired[Union[Selector, None]]
    units: NotRequired[Union[Literal['dearest', 'cheapest'], None]]


class Applied(TypedDict):
    """A coupon that gave something."""

    coupon_id: str
    version: int
    code: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    title: str
    lanes: list[str]
    amount: int
    automatic: bool
    method: str
    priority: int
    allocations: list[Allocation]
    benefits: NotRequired[Union[list[AppliedBenefit], None]]
    skipped: list[Skipped]
    trims: list[Trim]


class AppliedBenefit(TypedDict):
    """What one benefit of a coupon gave."""

    position: int
    kind: str
    allocations: list[Allocation]


class ArchiveCoupon(TypedDict):
    """How a coupon is archived."""

    free_code: NotRequired[Union[bool, None]]


class AuditEntry(TypedDict):
    """A change and who made it."""

    id: str
    position: int
    at: str
    actor: str
    action: str
    resource: str
    reason: NotRequired[Union[str, None]]
    request_id: str
    digest: str
    chain: str


class AuditPage(TypedDict):
    """A page of the audit trail, the oldest first."""

    data: list[AuditEntry]
    next_cursor: NotRequired[Union[str, None]]

# A stretch of time; all orders without one.
BacktestBody = TypedDict(
    "BacktestBody",
    {
        "from": "NotRequired[Union[str, None]]",
        "to": "NotRequired[Union[str, None]]",
    },
)


class Balance(TypedDict):
    """The money on a code, in minor units."""

    amount: int
    currency: str
    credited: int
    used: int
    held: int
    updated_at: str


class BalanceChange(TypedDict):
    """What is put on a code or taken off."""

    amount: int
    currency: str
    reason: str


class BalanceEntry(TypedDict):
    """One movement of a balance."""

    seq: int
    account: str
    order_id: NotRequired[Union[str, None]]
    amount: int
    at: str


class BalanceEntryPage(TypedDict):
    """A page of movements."""

    data: list[BalanceEntry]
    next_cursor: NotRequired[Union[str, None]]


class BalanceShare(TypedDict):
    """A share of a balance."""

    redemption_id: str
    code_id: NotRequired[Union[str, None]]
    amount: int


class BalanceUse(TypedDict):
    """What one balance pays."""

    coupon_id: str
    code: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    amount: int
    remaining: int


class BasketBody(TypedDict):
    """A basket to be."""

    name: str
    cart: Cart
    discounts: NotRequired[PresentedDiscounts]
    note: NotRequired[Union[str, None]]
    expected: NotRequired[Union[BasketExpected, None]]


class BasketExpected(TypedDict):
    """What a coupon is to give on a basket."""

    coupon_id: str
    discount: int
    at: NotRequired[Union[str, None]]


class BasketPatch(TypedDict):
    """What to change of a basket."""

    name: NotRequired[Union[str, None]]
    cart: NotRequired[Union[dict[str, Any], None]]
    discounts: NotRequired[Union[dict[str, Any], None]]
    note: NotRequired[Union[str, None]]
    expected: NotRequired[Union[dict[str, Any], None]]


class BatchVoid(TypedDict):
    """Why codes become void."""

    reason: str

# What a coupon gives.
Benefit: TypeAlias = "Union[PercentOffBenefit, AmountOffBenefit, FixedPriceBenefit, BundlePriceBenefit, TieredBenefit, BuyXGetYBenefit, FreeProductBenefit, FreeShippingBenefit, ShippingOffBenefit, SetupFeeOffBenefit, ByBillingPeriodBenefit, StoredValueBenefit]"


class BillingPeriodsProposal(TypedDict):
    """What the calculator proposes. Amounts are in minor units."""

    currency: str
    base_price: int
    method: str
    periods: list[PeriodProposal]
    warnings: list[CalculatorWarning]
    benefit: NotRequired[Any]


class BillingPeriodsRequest(TypedDict):
    """What the calculator is asked. Amounts are in minor units."""

    currency: str
    base_price: int
    method: NotRequired[Union[str, None]]
    ladder: NotRequired[Union[dict[str, float], None]]
    percent: NotRequired[Union[float, None]]
    periods: NotRequired[Union[list[str], None]]
    results: NotRequired[Union[dict[str, int], None]]


class BrokenPromise(TypedDict):
    """A promise that does not hold now."""

    name: str
    detail: str


class BulkAnswer(TypedDict):
    """What became of many entries."""

    data: list[BulkEntry]


class BulkEntry(TypedDict):
    """What became of one entry."""

    id: Union[str, None]
    status: int
    problem: NotRequired[Problem]


class BundlePriceBenefit(TypedDict):
    """Any so many units of what the target selects for an amount, the dearest first, again and again while that lowers
    the price.
    """

    amount: dict[str, int]
    kind: Literal['bundle_price']
    max_applications: NotRequired[Union[int, None]]
    quantity: int
    target: Selector


class BuyXGetYBenefitBuy(TypedDict):
    """What must be bought."""

    quantity: int
    target: Selector


class BuyXGetYBenefitGet(TypedDict):
    """What is got."""

    amount: NotRequired[Union[dict[str, int], None]]
    fixed_price: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]
    quantity: int
    target: Selector


class BuyXGetYBenefit(TypedDict):
    """Buy so many units of one selection, get so many of another, or the same, reduced; again and again."""

    buy: BuyXGetYBenefitBuy
    get: BuyXGetYBenefitGet
    kind: Literal['buy_x_get_y']
    max_applications: NotRequired[Union[int, None]]
    partial_reward: NotRequired[Union[bool, None]]
    reward: NotRequired[Union[Literal['cheapest', 'dearest'], None]]


class ByBillingPeriodBenefitPeriodsAnnualPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsAnnualSetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsAnnual(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsAnnualPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsAnnualSetupFee, None]]


class ByBillingPeriodBenefitPeriodsBiennialPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsBiennialSetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsBiennial(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsBiennialPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsBiennialSetupFee, None]]


class ByBillingPeriodBenefitPeriodsMonthlyPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsMonthlySetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsMonthly(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsMonthlyPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsMonthlySetupFee, None]]


class ByBillingPeriodBenefitPeriodsOneTimePrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsOneTimeSetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsOneTime(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsOneTimePrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsOneTimeSetupFee, None]]


class ByBillingPeriodBenefitPeriodsQuarterlyPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsQuarterlySetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsQuarterly(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsQuarterlyPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsQuarterlySetupFee, None]]


class ByBillingPeriodBenefitPeriodsSemiannualPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsSemiannualSetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsSemiannual(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsSemiannualPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsSemiannualSetupFee, None]]


class ByBillingPeriodBenefitPeriodsTriennialPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsTriennialSetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsTriennial(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsTriennialPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsTriennialSetupFee, None]]


class ByBillingPeriodBenefitPeriodsWeeklyPrice(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsWeeklySetupFee(TypedDict):
    amount: NotRequired[Union[dict[str, int], None]]
    percent: NotRequired[Union[float, None]]


class ByBillingPeriodBenefitPeriodsWeekly(TypedDict):
    price: NotRequired[Union[ByBillingPeriodBenefitPeriodsWeeklyPrice, None]]
    setup_fee: NotRequired[Union[ByBillingPeriodBenefitPeriodsWeeklySetupFee, None]]


class ByBillingPeriodBenefitPeriods(TypedDict):
    """What each period gives; a period that is not there gives nothing."""

    annual: NotRequired[Union[ByBillingPeriodBenefitPeriodsAnnual, None]]
    biennial: NotRequired[Union[ByBillingPeriodBenefitPeriodsBiennial, None]]
    monthly: NotRequired[Union[ByBillingPeriodBenefitPeriodsMonthly, None]]
    one_time: NotRequired[Union[ByBillingPeriodBenefitPeriodsOneTime, None]]
    quarterly: NotRequired[Union[ByBillingPeriodBenefitPeriodsQuarterly, None]]
    semiannual: NotRequired[Union[ByBillingPeriodBenefitPeriodsSemiannual, None]]
    triennial: NotRequired[Union[ByBillingPeriodBenefitPeriodsTriennial, None]]
    weekly: NotRequired[Union[ByBillingPeriodBenefitPeriodsWeekly, None]]


class ByBillingPeriodBenefit(TypedDict):
    """For each billing period its own discount on the price and on the setup fee."""

    kind: Literal['by_billing_period']
    per: NotRequired[Union[Literal['line', 'unit'], None]]
    periods: ByBillingPeriodBenefitPeriods
    target: NotRequired[Union[Selector, None]]


class CalculatorWarning(TypedDict):
    """What to look at again."""

    code: str
    pointer: str
    message: str


class Campaign(TypedDict):
    """Coupons that share a budget, and what they gave of it."""

    id: str
    version: int
    name: str
    budget: NotRequired[Union[dict[str, int], None]]
    budget_used: NotRequired[Union[dict[str, int], None]]
    budget_held: NotRequired[Union[dict[str, int], None]]
    starts_at: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]
    channels: list[str]
    created_at: str
    updated_at: str


class CampaignBody(TypedDict):
    """A campaign to be."""

    name: str
    budget: NotRequired[Union[dict[str, int], None]]
    starts_at: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]
    channels: NotRequired[Union[list[str], None]]


class CampaignPage(TypedDict):
    """A page of campaigns."""

    data: list[Campaign]
    next_cursor: NotRequired[Union[str, None]]


class CampaignPatch(TypedDict):
    """What to change of a campaign."""

    name: NotRequired[Union[str, None]]
    budget: NotRequired[Union[dict[str, int], None]]
    starts_at: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]
    channels: NotRequired[Union[list[str], None]]


class CancelledRedemption(TypedDict):
    """A redemption that was cancelled."""

    id: str
    coupon_id: str
    coupon_version: int
    code: NotRequired[Union[str, None]]
    code_id: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    customer_id: NotRequired[Union[str, None]]
    order_id: str
    kind: str
    amount: int
    currency: str
    state: str
    renewal: NotRequired[Union[Renewal, None]]
    renewals_ended_at: NotRequired[Union[str, None]]
    created_at: str
    seq: dict[str, int]


class CartBilling(TypedDict):
    """Set when the cart is a renewal of a subscription."""

    first_line_ids: list[str]
    first_order_id: str
    renewal_number: int
    subscription_id: str


class CartContext(TypedDict):
    """Where and how the shopping happens."""

    channel: NotRequired[Union[str, None]]
    device: NotRequired[Union[str, None]]
    device_id: NotRequired[Union[str, None]]
    ip: NotRequired[Union[str, None]]
    locale: NotRequired[Union[str, None]]
    payment_method: NotRequired[Union[str, None]]
    source: NotRequired[Union[str, None]]


class CartCustomer(TypedDict):
    """Who is shopping; what is absent is unknown, not empty."""

    attributes: NotRequired[Union[dict[str, Union[str, int, bool, None]], None]]
    country: NotRequired[Union[str, None]]
    email: NotRequired[Union[str, None]]
    id: NotRequired[Union[str, None]]
    logged_in: NotRequired[Union[bool, None]]
    orders_count: NotRequired[Union[int, None]]
    region: NotRequired[Union[str, None]]
    segments: NotRequired[Union[list[str], None]]
    total_spent: NotRequired[Union[int, None]]
    verified: NotRequired[Union[bool, None]]


class CartFeesItem(TypedDict):
    """A fee of the order."""

    amount: int
    id: str
    tax_rate: NotRequired[Union[float, None]]


class CartShipping(TypedDict):
    """The chosen shipping; `null` is not known yet."""

    amount: int
    service: NotRequired[Union[str, None]]
    tax_rate: NotRequired[Union[float, None]]


class Cart(TypedDict):
    """What a shop asks a price for. Amounts are minor units of `currency`."""

    billing: NotRequired[Union[CartBilling, None]]
    context: NotRequired[Union[CartContext, None]]
    currency: str
    customer: NotRequired[Union[CartCustomer, None]]
    fees: NotRequired[Union[list[CartFeesItem], None]]
    line_items: NotRequired[Union[list[CartLine], None]]
    prices_include_tax: NotRequired[Union[bool, None]]
    shipping: NotRequired[Union[CartShipping, None]]


class CartLine(TypedDict):
    """One line of a cart."""

    attributes: NotRequired[Union[dict[str, Union[str, int, bool, None]], None]]
    billing_period: NotRequired[Union[Literal['one_time', 'weekly', 'monthly', 'quarterly', 'semiannual', 'annual', 'biennial', 'triennial'], None]]
    brand: NotRequired[Union[str, None]]
    categories: NotRequired[Union[list[str], None]]
    discountable: NotRequired[Union[bool, None]]
    gift_card: NotRequired[Union[bool, None]]
    groups: NotRequired[Union[list[str], None]]
    id: NotRequired[Union[str, None]]
    in_stock: NotRequired[Union[bool, None]]
    list_price: NotRequired[Union[int, None]]
    min_unit_price: NotRequired[Union[int, None]]
    on_sale: NotRequired[Union[bool, None]]
    product_id: str
    quantity: int
    setup_fee: NotRequired[Union[int, None]]
    sku: NotRequired[Union[str, None]]
    tags: NotRequired[Union[list[str], None]]
    tax_rate: NotRequired[Union[float, None]]
    title: NotRequired[Union[str, None]]
    unit_cost: NotRequired[Union[int, None]]
    unit_price: int
    weight_grams: NotRequired[Union[int, None]]


class CategoriesBulkCategoriesItem(TypedDict):
    """`id` and the members of `CategoryBody`."""

    id: str


class CategoriesBulk(TypedDict):
    """Many categories."""

    categories: list[CategoriesBulkCategoriesItem]


class Category(TypedDict):
    """A category."""

    id: str
    name: NotRequired[Union[str, None]]
    parent_id: NotRequired[Union[str, None]]


class CategoryBody(TypedDict):
    """A category to be written."""

    name: NotRequired[Union[str, None]]
    parent_id: NotRequired[Union[str, None]]


class CategoryPage(TypedDict):
    """A page of categories."""

    data: list[Category]
    next_cursor: NotRequired[Union[str, None]]


class ChannelCondition(TypedDict):
    """The shopping happens in one of these channels. None asks nothing."""

    channels: list[str]
    kind: Literal['channel']


class Claim(TypedDict):
    """A coupon in a wallet."""

    id: str
    coupon_id: str
    coupon_version: int
    customer_id: NotRequired[Union[str, None]]
    state: str
    claimed_at: str
    starts_at: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]
    origin: str
    code_id: NotRequired[Union[str, None]]
    reason: NotRequired[Union[str, None]]
    redemption_id: NotRequired[Union[str, None]]
    order_id: NotRequired[Union[str, None]]
    coupon: ClaimedCoupon
    seq: NotRequired[Union[dict[str, int], None]]


class ClaimBody(TypedDict):
    """A claim to be made."""

    customer_id: str
    context: NotRequired[Union[ClaimContext, None]]
    reason: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]


class ClaimCodeBody(TypedDict):
    """A code that is claimed with."""

    code: str
    customer_id: str
    context: NotRequired[Union[ClaimContext, None]]


class ClaimContext(TypedDict):
    """Where and how somebody claims."""

    channel: NotRequired[Union[str, None]]
    device: NotRequired[Union[str, None]]
    device_id: NotRequired[Union[str, None]]
    ip: NotRequired[Union[str, None]]
    payment_method: NotRequired[Union[str, None]]
    source: NotRequired[Union[str, None]]
    locale: NotRequired[Union[str, None]]


class ClaimPage(TypedDict):
    """A page of claims."""

    data: list[Claim]
    next_cursor: NotRequired[Union[str, None]]


class Claimable(TypedDict):
    """A coupon that can be claimed."""

    coupon_id: str
    state: str
    title: str
    description: NotRequired[Union[str, None]]
    summary: str
    ends_at: NotRequired[Union[str, None]]
    days_after_claim: NotRequired[Union[int, None]]
    left: NotRequired[Union[int, None]]
    claimed: int


class ClaimablePage(TypedDict):
    """A page of coupons that can be claimed."""

    data: list[Claimable]
    next_cursor: NotRequired[Union[str, None]]


class ClaimedCoupon(TypedDict):
    """What a claim gives and when."""

    title: str
    description: NotRequired[Union[str, None]]
    summary: str
    benefits: list[Benefit]
    conditions: NotRequired[Union[Condition, None]]


class Code(TypedDict):
    """A code with what it holds."""

    id: str
    coupon_id: str
    code: str
    state: str
    kind: str
    limit: NotRequired[Union[int, None]]
    customer_id: NotRequired[Union[str, None]]
    expires_at: NotRequired[Union[str, None]]
    batch_id: NotRequired[Union[str, None]]
    uses: NotRequired[Union[int, None]]
    last_use: NotRequired[Union[LastUse, None]]
    balance: NotRequired[Union[Balance, None]]
    link: NotRequired[Union[str, None]]
    created_at: str
    seq: NotRequired[Union[dict[str, int], None]]


class CodeBody(TypedDict):
    """Codes to be: one as it is typed, or generated ones."""

    code: NotRequired[Union[str, None]]
    generate: NotRequired[Union[Generate, None]]
    limit: NotRequired[Union[int, None]]
    customer_id: NotRequired[Union[str, None]]
    expires_at: NotRequired[Union[str, None]]
    balance: NotRequired[Union[FirstBalance, None]]


class CodeLookup(TypedDict):
    """A code as it was typed."""

    code: str


class CodePage(TypedDict):
    """A page of codes."""

    data: list[Code]
    next_cursor: NotRequired[Union[str, None]]


class CommitRequest(TypedDict):
    """The end of a hold as an order."""

    cart: NotRequired[Cart]
    expected_total: NotRequired[Union[int, None]]


class Condition21(TypedDict):
    """Every child must pass."""

    all: list[Condition]


class Condition22(TypedDict):
    """One child must pass."""

    any: list[Condition]

# The child must fail.
Condition23 = TypedDict(
    "Condition23",
    {
        "not": "Condition",
    },
)

# When a coupon may be used: at most 8 levels and 200 nodes.
Condition: TypeAlias = "Union[OrderAmountCondition, OrderQuantityCondition, OrderWeightCondition, ContainsCondition, DistinctProductsCondition, CustomerInCondition, CustomerIsCondition, EmailDomainCondition, CustomerTypeCondition, FirstOrderCondition, OrdersCountCondition, TotalSpentCondition, PurchasedCondition, RegionCondition, ChannelCondition, DeviceCondition, PaymentMethodCondition, ShippingServiceCondition, ScheduleCondition, VerifiedIdentityCondition, ExpressionCondition, Condition21, Condition22, Condition23]"


class ContainsCondition(TypedDict):
    """What must, may and must not be in the cart."""

    all_of: NotRequired[Union[list[Selector], None]]
    any_of: NotRequired[Union[list[Selector], None]]
    kind: Literal['contains']
    none_of: NotRequired[Union[list[Selector], None]]


class CouponClaims(TypedDict):
    """The stock of claims; `null` where `limits.claims_total` is."""

    issued: int
    left: int


class CouponLimits(TypedDict):
    """`null` is unlimited, 0 is none."""

    budget: NotRequired[Union[dict[str, int], None]]
    budget_per_customer: NotRequired[Union[dict[str, int], None]]
    budget_per_day: NotRequired[Union[dict[str, int], None]]
    claims_per_customer: NotRequired[Union[int, None]]
    claims_total: NotRequired[Union[int, None]]
    per_code: NotRequired[Union[int, None]]
    per_customer: NotRequired[Union[int, None]]
    per_day: NotRequired[Union[int, None]]
    total: NotRequired[Union[int, None]]


class CouponStackingCombinesWith(TypedDict):
    """Which lanes and activations it combines with; a member left out has the default of the coupon's lanes."""

    automatic: NotRequired[Union[bool, None]]
    codes: NotRequired[Union[bool, None]]
    item: NotRequired[Union[bool, None]]
    order: NotRequired[Union[bool, None]]
    shipping: NotRequired[Union[bool, None]]

# Together with what.
CouponStacking = TypedDict(
    "CouponStacking",
    {
        "combines_with": "NotRequired[Union[CouponStackingCombinesWith, None]]",
        "never_with": "NotRequired[Union[list[str], None]]",
        "priority": "NotRequired[Union[int, None]]",
        "with": "NotRequired[Union[list[str], None]]",
    },
)


class CouponValidity(TypedDict):
    """starts_at <= now < ends_at."""

    days_after_claim: NotRequired[Union[int, None]]
    ends_at: NotRequired[Union[str, None]]
    starts_at: NotRequired[Union[str, None]]


class Coupon(TypedDict):
    """A coupon: everything the merchant wrote, and what is derived from it."""

    activation: NotRequired[Union[Literal['code', 'automatic', 'claim'], None]]
    benefits: NotRequired[Union[list[Benefit], None]]
    campaign_id: NotRequired[Union[str, None]]
    claims: NotRequired[Union[CouponClaims, None]]
    code: NotRequired[Union[str, None]]
    conditions: NotRequired[Union[Condition, None]]
    created_at: str
    description: NotRequired[Union[str, None]]
    id: str
    limits: NotRequired[Union[CouponLimits, None]]
    metadata: NotRequired[Union[dict[str, Union[str, None]], None]]
    name: str
    owner: NotRequired[Union[str, None]]
    previous_run_id: NotRequired[Union[str, None]]
    renewals: NotRequired[Union[int, None]]
    run: int
    seq: NotRequired[dict[str, int]]
    stacking: NotRequired[Union[CouponStacking, None]]
    state: Literal['draft', 'scheduled', 'active', 'paused', 'used_up', 'expired', 'archived']
    status: NotRequired[Union[Literal['draft', 'enabled', 'paused', 'archived'], None]]
    tags: NotRequired[Union[list[str], None]]
    template_id: NotRequired[Union[str, None]]
    title: NotRequired[Union[str, dict[str, Union[str, None]], None]]
    updated_at: str
    uses: int
    validity: NotRequired[Union[CouponValidity, None]]
    version: int
    visibility: NotRequired[Union[Literal['private', 'claimable', 'public'], None]]


class CouponPage(TypedDict):
    """A page of coupons."""

    data: list[Coupon]
    next_cursor: NotRequired[Union[str, None]]


class CouponSummary(TypedDict):
    """A coupon in plain words."""

    id: str
    version: int
    locale: str
    summary: str


class CouponTermsLimits(TypedDict):
    """`null` is unlimited, 0 is none."""

    budget: NotRequired[Union[dict[str, int], None]]
    budget_per_customer: NotRequired[Union[dict[str, int], None]]
    budget_per_day: NotRequired[Union[dict[str, int], None]]
    claims_per_customer: NotRequired[Union[int, None]]
    claims_total: NotRequired[Union[int, None]]
    per_code: NotRequired[Union[int, None]]
    per_customer: NotRequired[Union[int, None]]
    per_day: NotRequired[Union[int, None]]
    total: NotRequired[Union[int, None]]


class CouponTermsStackingCombinesWith(TypedDict):
    """Which lanes and activations it combines with; a member left out has the default of the coupon's lanes."""

    automatic: NotRequired[Union[bool, None]]
    codes: NotRequired[Union[bool, None]]
    item: NotRequired[Union[bool, None]]
    order: NotRequired[Union[bool, None]]
    shipping: NotRequired[Union[bool, None]]

# Together with what.
CouponTermsStacking = TypedDict(
    "CouponTermsStacking",
    {
        "combines_with": "NotRequired[Union[CouponTermsStackingCombinesWith, None]]",
        "never_with": "NotRequired[Union[list[str], None]]",
        "priority": "NotRequired[Union[int, None]]",
        "with": "NotRequired[Union[list[str], None]]",
    },
)


class CouponTermsValidity(TypedDict):
    """starts_at <= now < ends_at."""

    days_after_claim: NotRequired[Union[int, None]]
    ends_at: NotRequired[Union[str, None]]
    starts_at: NotRequired[Union[str, None]]


class CouponTerms(TypedDict):
    """Everything a merchant writes about a coupon."""

    activation: NotRequired[Union[Literal['code', 'automatic', 'claim'], None]]
    benefits: NotRequired[Union[list[Benefit], None]]
    campaign_id: NotRequired[Union[str, None]]
    code: NotRequired[Union[str, None]]
    conditions: NotRequired[Union[Condition, None]]
    description: NotRequired[Union[str, None]]
    limits: NotRequired[Union[CouponTermsLimits, None]]
    metadata: NotRequired[Union[dict[str, Union[str, None]], None]]
    name: str
    owner: NotRequired[Union[str, None]]
    renewals: NotRequired[Union[int, None]]
    stacking: NotRequired[Union[CouponTermsStacking, None]]
    status: NotRequired[Union[Literal['draft', 'enabled', 'paused', 'archived'], None]]
    tags: NotRequired[Union[list[str], None]]
    title: NotRequired[Union[str, dict[str, Union[str, None]], None]]
    validity: NotRequired[Union[CouponTermsValidity, None]]
    visibility: NotRequired[Union[Literal['private', 'claimable', 'public'], None]]


class CouponVersion(TypedDict):
    """One version of a coupon."""

    coupon_id: str
    version: int
    at: str
    actor: str
    change: str
    changes: list[FieldChange]
    apply_to_claims: str
    terms: CouponTerms


class CouponVersionPage(TypedDict):
    """A page of versions."""

    data: list[CouponVersion]
    next_cursor: NotRequired[Union[str, None]]


class CreatedWebhook(TypedDict):
    """An endpoint with its secret, shown this once."""

    id: str
    url: str
    description: NotRequired[Union[str, None]]
    types: list[str]
    state: str
    attempts: int
    failing_since: NotRequired[Union[str, None]]
    next_attempt_at: NotRequired[Union[str, None]]
    last_attempt_at: NotRequired[Union[str, None]]
    last_status: NotRequired[Union[int, None]]
    last_error: NotRequired[Union[str, None]]
    created_at: str
    updated_at: str
    secret: str


class Customer(TypedDict):
    """A customer."""

    id: str
    email: NotRequired[Union[str, None]]
    name: NotRequired[Union[str, None]]
    birthday: NotRequired[Union[str, None]]
    joined_at: NotRequired[Union[str, None]]
    segments: list[str]
    country: NotRequired[Union[str, None]]
    region: NotRequired[Union[str, None]]
    email_consent: bool
    attributes: dict[str, Any]


class CustomerBody(TypedDict):
    """A customer to be written."""

    email: NotRequired[Union[str, None]]
    name: NotRequired[Union[str, None]]
    birthday: NotRequired[Union[str, None]]
    joined_at: NotRequired[Union[str, None]]
    segments: NotRequired[Union[list[str], None]]
    country: NotRequired[Union[str, None]]
    region: NotRequired[Union[str, None]]
    email_consent: NotRequired[Union[bool, None]]
    attributes: NotRequired[Union[dict[str, Any], None]]


class CustomerInCondition(TypedDict):
    """The customer is in one of these segments; none asks nothing."""

    kind: Literal['customer_in']
    segments: list[str]


class CustomerIsCondition(TypedDict):
    """The customer is signed in and one of these; none asks nothing."""

    ids: list[str]
    kind: Literal['customer_is']


class CustomerPage(TypedDict):
    """A page of customers."""

    data: list[Customer]
    next_cursor: NotRequired[Union[str, None]]

# Whether the customer has an earlier order that was not cancelled.
CustomerTypeCondition = TypedDict(
    "CustomerTypeCondition",
    {
        "is": "Literal['new', 'existing']",
        "kind": "Literal['customer_type']",
    },
)


class CustomersBulkCustomersItem(TypedDict):
    """`id` and the members of `CustomerBody`."""

    id: str


class CustomersBulk(TypedDict):
    """Many customers."""

    customers: list[CustomersBulkCustomersItem]

# When a coupon ends whose end is a date without a time.
DateOnlyEnd: TypeAlias = "Literal['end_of_day', 'start_of_day']"


class Deleted(TypedDict):
    """It is gone."""

    id: str
    deleted: bool


class DeletedCoupon(TypedDict):
    """A coupon that was deleted."""

    id: str
    deleted: bool


class DeletedCustomer(TypedDict):
    """A customer that was forgotten."""

    id: str
    deleted: bool


class DeletedSegment(TypedDict):
    """A segment that is gone."""

    id: str
    deleted: bool


class DeletedWebhook(TypedDict):
    """An endpoint that is gone."""

    id: str
    deleted: bool


class DeviceCondition(TypedDict):
    """The shopping happens on one of these devices. None asks nothing."""

    devices: list[str]
    kind: Literal['device']


class Discounts(TypedDict):
    """What was applied and what was not."""

    codes: list[str]
    applied: list[Applied]
    rejected: list[Rejected]


class DistinctProductsCondition(TypedDict):
    """At least so many different products among all lines but gift cards."""

    kind: Literal['distinct_products']
    min: int

# A coupon that is not saved, and a stretch of time.
DraftBacktestBody = TypedDict(
    "DraftBacktestBody",
    {
        "coupon": "CouponTerms",
        "from": "NotRequired[Union[str, None]]",
        "to": "NotRequired[Union[str, None]]",
    },
)


class EmailDomainCondition(TypedDict):
    """The customer's e-mail address is at one of these domains, exactly; none asks nothing."""

    domains: list[str]
    kind: Literal['email_domain']


class EndedRenewals(TypedDict):
    """A redemption whose renewals have ended."""

    id: str
    coupon_id: str
    coupon_version: int
    code: NotRequired[Union[str, None]]
    code_id: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    customer_id: NotRequired[Union[str, None]]
    order_id: str
    kind: str
    amount: int
    currency: str
    state: str
    renewal: NotRequired[Union[Renewal, None]]
    renewals_ended_at: NotRequired[Union[str, None]]
    created_at: str
    seq: dict[str, int]


class Event(TypedDict):
    """Something that happened."""

    id: str
    type: str
    at: str
    aggregate: str
    seq: int
    data: dict[str, Any]


class EventPage(TypedDict):
    """A page of events, the oldest first."""

    data: list[Event]
    next_cursor: NotRequired[Union[str, None]]
    resume_cursor: str


class ExpressionCondition(TypedDict):
    """A text of the Common Expression Language that comes to true or false over the facts of the cart, for what no
    other condition covers. Floats, the clock and regular expressions are refused. A fact that is absent makes it
    unknown.
    """

    expression: str
    kind: Literal['expression']


class ExtendRequest(TypedDict):
    """A new end of a hold."""

    hold_seconds: int

# One field that an edit changed.
FieldChange = TypedDict(
    "FieldChange",
    {
        "pointer": "str",
        "from": "Any",
        "to": "Any",
    },
)


class FieldError(TypedDict):
    """One fault of a body."""

    pointer: str
    code: str
    detail: str


class FirstBalance(TypedDict):
    """An amount in a currency."""

    amount: int
    currency: str


class FirstOrderCondition(TypedDict):
    """The account and the normalised e-mail address have no earlier order that was not cancelled."""

    kind: Literal['first_order']


class FixedPriceBenefit(TypedDict):
    """Each unit of what the target selects for an amount; a price is never raised."""

    amount: dict[str, int]
    kind: Literal['fixed_price']
    max_units: NotRequired[Union[int, None]]
    target: Selector
    units: NotRequired[Union[Literal['dearest', 'cheapest'], None]]


class FreeProductBenefit(TypedDict):
    """Units of a product for nothing; those that are not in the cart are listed under `gifts`, to be added to it."""

    kind: Literal['free_product']
    product_id: str
    quantity: int


class FreeShippingBenefit(TypedDict):
    """Chosen shipping services cost nothing; the whole shipment, never by product."""

    kind: Literal['free_shipping']
    max_amount: NotRequired[Union[dict[str, int], None]]
    services: NotRequired[Union[list[str], None]]


class Generate(TypedDict):
    """How generated codes look, and how many there are to be."""

    count: NotRequired[Union[int, None]]
    customer_ids: NotRequired[Union[list[str], None]]
    segment_id: NotRequired[Union[str, None]]
    prefix: NotRequired[Union[str, None]]
    suffix: NotRequired[Union[str, None]]
    length: NotRequired[Union[int, None]]
    groups: NotRequired[Any]
    alphabet: NotRequired[Union[str, None]]
    check_character: NotRequired[Union[bool, None]]
    confirm_dense: NotRequired[Union[bool, None]]


class Gift(TypedDict):
    """A product to be added to the cart at no price."""

    product_id: str
    quantity: int
    coupon_id: str

# What a coupon is to bring about.
Goal: TypeAlias = "Literal['loyalty', 'new_customers', 'clear_stock', 'reward_first_buyers', 'conversion']"


class Health(TypedDict):
    """Whether the product can do its work, and which promise is broken if not."""

    alive: bool
    ready_to_read: bool
    ready_to_write: bool
    broken: list[BrokenPromise]


class Hint(TypedDict):
    """What is missing for a coupon to apply, and what it would save."""

    coupon_id: str
    title: str
    reason: str
    missing: Any
    saving: int
    message: str


class Job(TypedDict):
    """A job with how far it came."""

    id: str
    kind: str
    subject: NotRequired[Union[str, None]]
    state: str
    done: int
    total: NotRequired[Union[int, None]]
    error_count: int
    errors: list[JobError]
    result: NotRequired[Any]
    failure: NotRequired[Union[str, None]]
    created_at: str
    updated_at: str
    ended_at: NotRequired[Union[str, None]]


class JobError(TypedDict):
    """A fault in what a job was given."""

    row: NotRequired[Union[int, None]]
    code: str
    detail: str


class JobPage(TypedDict):
    """A page of jobs."""

    data: list[Job]
    next_cursor: NotRequired[Union[str, None]]


class LastUse(TypedDict):
    """The last order that has a code."""

    order_id: str
    customer_id: NotRequired[Union[str, None]]
    at: str


class LineAllocation(TypedDict):
    """One coupon's share on one line."""

    coupon_id: str
    amount: int

# A list that has views.
ListValue: TypeAlias = "Literal['coupons', 'codes', 'redemptions', 'customers', 'campaigns']"

# What happens to a discount that breaks the margin.
MarginPolicy: TypeAlias = "Literal['trim', 'warn']"


class Member(TypedDict):
    """A customer in a segment."""

    customer_id: str
    added_at: Union[str, None]


class MemberPage(TypedDict):
    """A page of members."""

    data: list[Member]
    next_cursor: NotRequired[Union[str, None]]


class MembersBody(TypedDict):
    """Customers to be taken in or out."""

    customer_ids: list[str]


class MembersChanged(TypedDict):
    """What became of it."""

    id: str
    changed: int


class Message(TypedDict):
    """One message."""

    reason: str
    default: str
    variables: list[MessageVariable]
    text: NotRequired[Union[str, None]]
    preview: str


class MessageVariable(TypedDict):
    """A variable of a message."""

    name: str
    meaning: str


class Messages(TypedDict):
    """Every message of one language."""

    locale: str
    version: int
    messages: list[Message]
    hints: list[Message]


class MessagesBody(TypedDict):
    """Your own texts of one language."""

    messages: NotRequired[Union[dict[str, Union[str, None]], None]]
    hints: NotRequired[Union[dict[str, Union[str, None]], None]]


class Nothing(TypedDict):
    """An object without members."""



class Order(TypedDict):
    """An order and what became of it."""

    order_id: str
    reservation_id: str
    state: str
    placed_at: str
    ended_at: NotRequired[Union[str, None]]
    customer_id: NotRequired[Union[str, None]]
    currency: str
    total: int
    refunded: int
    refunded_to_balances: int
    cart: Cart
    discounts: PresentedDiscounts
    quote: Union[Quote, None]
    is_past: bool
    redemptions: list[Redemption]
    refunds: list[Refund]
    seq: NotRequired[Union[dict[str, int], None]]


class OrderAmountCondition(TypedDict):
    """Bounds on the worth of the merchandise, both inclusive; without setup fees, shipping, fees."""

    basis: NotRequired[Union[Literal['before_discounts', 'after_discounts'], None]]
    kind: Literal['order_amount']
    max: NotRequired[Union[dict[str, int], None]]
    min: NotRequired[Union[dict[str, int], None]]
    scope: NotRequired[Union[Literal['cart', 'eligible'], Selector, None]]


class OrderQuantityCondition(TypedDict):
    """Bounds on the number of units, both inclusive."""

    kind: Literal['order_quantity']
    max: NotRequired[Union[int, None]]
    min: NotRequired[Union[int, None]]
    selector: NotRequired[Union[Selector, None]]


class OrderWeightCondition(TypedDict):
    """Bounds on the weight of all lines but gift cards, in grams, both inclusive."""

    kind: Literal['order_weight']
    max_grams: NotRequired[Union[int, None]]
    min_grams: NotRequired[Union[int, None]]


class OrdersCountCondition(TypedDict):
    """Bounds on the number of earlier orders that were not cancelled, both inclusive."""

    kind: Literal['orders_count']
    max: NotRequired[Union[int, None]]
    min: NotRequired[Union[int, None]]


class PastOrder(TypedDict):
    """An order that was placed elsewhere."""

    order_id: str
    placed_at: str
    cart: Cart
    discount_total: NotRequired[Union[int, None]]
    status: PastOrderStatus

# What became of a past order.
PastOrderStatus: TypeAlias = "Literal['placed', 'cancelled', 'refunded']"


class PastOrders(TypedDict):
    """Many past orders."""

    orders: list[PastOrder]


class PaymentMethodCondition(TypedDict):
    """The order is paid with one of these methods. None asks nothing."""

    kind: Literal['payment_method']
    methods: list[str]

# What a percentage works on.
PercentBase: TypeAlias = "Literal['running', 'original']"


class PercentOffBenefit(TypedDict):
    """A percentage of what the target selects, rounded once and then capped."""

    kind: Literal['percent_off']
    max_amount: NotRequired[Union[dict[str, int], None]]
    max_units: NotRequired[Union[int, None]]
    percent: float
    target: NotRequired[Union[Selector, None]]
    units: NotRequired[Union[Literal['dearest', 'cheapest'], None]]


class PeriodProposal(TypedDict):
    """What a period costs."""

    period: str
    months: int
    list_price: int
    percent: NotRequired[Union[float, None]]
    discount: int
    price: int
    price_per_month: int
    saving_per_month: int


class PlacedOrder(TypedDict):
    """An order that was placed."""

    id: str
    order_id: str
    state: str
    expires_at: NotRequired[Union[str, None]]
    quote: Quote
    redemptions: list[Redemption]
    seq: dict[str, int]


class Policy(TypedDict):
    """The settings the amounts depend on."""

    rounding: PolicyRounding
    percent_base: str


class PolicyRounding(TypedDict):
    """How amounts were rounded and split."""

    mode: str
    scope: str
    remainder: str


class PresentedDiscounts(TypedDict):
    """The codes and claims that are presented, and the automatic coupons that are not wanted."""

    claims: NotRequired[Union[list[str], None]]
    codes: NotRequired[Union[list[str], None]]
    declined: NotRequired[Union[list[str], None]]


class Problem(TypedDict):
    """Why a request was not done: `application/problem+json`, RFC 9457. Some codes add members: `quote`, `rejected`,
    `changed`.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: NotRequired[list[FieldError]]


class Product(TypedDict):
    """A product."""

    id: str
    sku: NotRequired[Union[str, None]]
    title: NotRequired[Union[str, None]]
    unit_price: NotRequired[Union[int, None]]
    list_price: NotRequired[Union[int, None]]
    categories: NotRequired[Union[list[str], None]]
    groups: NotRequired[Union[list[str], None]]
    brand: NotRequired[Union[str, None]]
    tags: NotRequired[Union[list[str], None]]
    attributes: NotRequired[Union[dict[str, Any], None]]
    on_sale: NotRequired[Union[bool, None]]
    in_stock: NotRequired[Union[bool, None]]
    discountable: NotRequired[Union[bool, None]]
    gift_card: NotRequired[Union[bool, None]]
    tax_rate: NotRequired[Union[float, None]]
    weight_grams: NotRequired[Union[int, None]]
    unit_cost: NotRequired[Union[int, None]]
    min_unit_price: NotRequired[Union[int, None]]
    setup_fee: NotRequired[Union[int, None]]
    billing_period: NotRequired[Union[str, None]]
    stock: NotRequired[Union[int, None]]


class ProductBody(TypedDict):
    """A product to be written: what a cart's line may then leave out."""

    sku: NotRequired[Union[str, None]]
    title: NotRequired[Union[str, None]]
    unit_price: NotRequired[Union[int, None]]
    list_price: NotRequired[Union[int, None]]
    categories: NotRequired[Union[list[str], None]]
    groups: NotRequired[Union[list[str], None]]
    brand: NotRequired[Union[str, None]]
    tags: NotRequired[Union[list[str], None]]
    attributes: NotRequired[Union[dict[str, Any], None]]
    on_sale: NotRequired[Union[bool, None]]
    in_stock: NotRequired[Union[bool, None]]
    discountable: NotRequired[Union[bool, None]]
    gift_card: NotRequired[Union[bool, None]]
    tax_rate: NotRequired[Union[float, None]]
    weight_grams: NotRequired[Union[int, None]]
    unit_cost: NotRequired[Union[int, None]]
    min_unit_price: NotRequired[Union[int, None]]
    setup_fee: NotRequired[Union[int, None]]
    billing_period: NotRequired[Union[str, None]]
    stock: NotRequired[Union[int, None]]


class ProductPage(TypedDict):
    """A page of products."""

    data: list[Product]
    next_cursor: NotRequired[Union[str, None]]


class ProductsBulkProductsItem(TypedDict):
    """`id` and the members of `ProductBody`."""

    id: str


class ProductsBulk(TypedDict):
    """Many products."""

    products: list[ProductsBulkProductsItem]


class PurchasedCondition(TypedDict):
    """The customer has bought one of these before; the selector's products and categories count."""

    kind: Literal['purchased']
    selector: Selector
    within_days: NotRequired[Union[int, None]]


class Quote(TypedDict):
    """What a cart costs under a set of coupons, and why. Amounts are minor units of `currency`."""

    currency: str
    as_of: str
    line_items: list[QuoteLine]
    shipping: NotRequired[Union[QuoteShipping, None]]
    fees: list[QuoteFee]
    discounts: Discounts
    hints: list[Hint]
    gifts: list[Gift]
    totals: Totals
    selection: SelectionReport
    policy: Policy
    verified: NotRequired[bool]
    explain: NotRequired[Any]


class QuoteBatch(TypedDict):
    """Many carts."""

    quotes: list[QuoteRequest]


class QuoteBatchAnswer(TypedDict):
    """The answers to a batch."""

    data: list[QuoteBatchEntry]


class QuoteBatchEntry(TypedDict):
    """The answer to one body of a batch: a quote or a problem."""

    status: int
    quote: NotRequired[Quote]
    problem: NotRequired[Problem]


class QuoteFee(TypedDict):
    """A fee, taxed."""

    id: str
    amount: int
    tax: int


class QuoteLine(TypedDict):
    """One line, priced."""

    id: str
    subtotal: int
    discount: int
    total: int
    setup_fee: int
    setup_fee_discount: int
    tax: int
    allocations: list[LineAllocation]


class QuoteRequest(TypedDict):
    """What is to be priced."""

    as_of: NotRequired[Union[str, None]]
    cart: Cart
    discounts: NotRequired[Union[PresentedDiscounts, None]]
    explain: NotRequired[Union[bool, None]]
    order_id: NotRequired[Union[str, None]]


class QuoteShipping(TypedDict):
    """The shipping, priced."""

    service: NotRequired[Union[str, None]]
    amount: int
    discount: int
    total: int
    tax: int


class RankedWallet(TypedDict):
    """A customer's claims for a cart."""

    currency: str
    total: int
    usable: list[UsableClaim]
    unusable: list[UnusableClaim]
    more: bool


class Reason(TypedDict):
    """Why something is done."""

    reason: str


class Reassignment(TypedDict):
    """Whose a code is from now on."""

    customer_id: Union[str, None]
    reason: str


class Redemption(TypedDict):
    """One coupon applied to one order."""

    id: str
    coupon_id: str
    coupon_version: int
    code: NotRequired[Union[str, None]]
    code_id: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    customer_id: NotRequired[Union[str, None]]
    order_id: str
    kind: str
    amount: int
    currency: str
    state: str
    renewal: NotRequired[Union[Renewal, None]]
    renewals_ended_at: NotRequired[Union[str, None]]
    created_at: str


class RedemptionPage(TypedDict):
    """A page of redemptions."""

    data: list[Redemption]
    next_cursor: NotRequired[Union[str, None]]


class RedemptionRequest(TypedDict):
    """An order to be placed with its discounts."""

    order_id: str
    cart: Cart
    discounts: NotRequired[PresentedDiscounts]
    expected_total: NotRequired[Union[int, None]]
    partial: NotRequired[Union[bool, None]]


class Refund(TypedDict):
    """Money for what came back."""

    id: str
    order_id: str
    policy: RefundPolicy
    reason: str
    amount: int
    tax: int
    withheld: int
    to_balances: list[BalanceShare]
    to_payment: int
    lines: list[RefundLine]
    shipping: NotRequired[Union[RefundShare, None]]
    fees: list[RefundFee]
    restored: list[str]
    created_at: str
    seq: NotRequired[Union[dict[str, int], None]]


class RefundFee(TypedDict):
    """A fee that goes back."""

    id: str
    amount: int
    tax: int


class RefundLine(TypedDict):
    """Units of a line that came back."""

    line_id: str
    quantity: int
    amount: int
    tax: int

# How much goes back.
RefundPolicy: TypeAlias = "Literal['keep', 'reprice']"


class RefundRequest(TypedDict):
    """What came back. Either `full`, or what came back by name."""

    lines: NotRequired[Union[list[ReturnedLine], None]]
    shipping: NotRequired[Union[bool, None]]
    fees: NotRequired[Union[list[str], None]]
    full: NotRequired[Union[bool, None]]
    policy: NotRequired[Union[RefundPolicy, None]]
    reason: str


class RefundShare(TypedDict):
    """An amount that goes back."""

    amount: int
    tax: int


class RegionCondition(TypedDict):
    """Where the customer is. Each list that names something must hold the customer's."""

    countries: NotRequired[Union[list[str], None]]
    kind: Literal['region']
    regions: NotRequired[Union[list[str], None]]


class Rejected(TypedDict):
    """A code or claim that gave nothing."""

    code: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    coupon_id: NotRequired[Union[str, None]]
    reason: str
    message: str
    details: Any


class Renewal(TypedDict):
    """Which payment of a subscription a redemption is."""

    redemption_id: str
    subscription_id: str
    number: int

# From where to send again.
Replay = TypedDict(
    "Replay",
    {
        "from": "str",
    },
)


class Reservation(TypedDict):
    """What an order will use."""

    id: str
    order_id: str
    state: str
    expires_at: NotRequired[Union[str, None]]
    quote: Quote
    redemptions: list[Redemption]
    seq: dict[str, int]


class ReservationRequest(TypedDict):
    """An order whose uses are to be held."""

    order_id: str
    cart: Cart
    discounts: NotRequired[PresentedDiscounts]
    hold_seconds: NotRequired[Union[int, None]]
    expected_total: NotRequired[Union[int, None]]
    partial: NotRequired[Union[bool, None]]

# Whether a wholly refunded order gives its uses back.
RestoreUses: TypeAlias = "Literal['never', 'if_still_valid', 'always']"


class ReturnedLine(TypedDict):
    """Units of a line."""

    line_id: str
    quantity: int


class RunnerUp(TypedDict):
    """The next best set of coupons."""

    saving: int
    coupon_ids: list[str]


class SavedBasket(TypedDict):
    """A test basket."""

    id: str
    version: int
    name: str
    cart: Cart
    discounts: PresentedDiscounts
    note: NotRequired[Union[str, None]]
    expected: NotRequired[Union[BasketExpected, None]]
    created_at: str
    updated_at: str


class SavedBasketPage(TypedDict):
    """A page of baskets."""

    data: list[SavedBasket]
    next_cursor: NotRequired[Union[str, None]]


class SavedView(TypedDict):
    """A view of a list."""

    id: str
    version: int
    name: str
    list: ListValue
    query: NotRequired[Union[str, None]]
    columns: list[str]
    shared: bool
    created_at: str
    updated_at: str


class SavedViewPage(TypedDict):
    """A page of views."""

    data: list[SavedView]
    next_cursor: NotRequired[Union[str, None]]

# Days and a window of time in the store's time zone; what is there must all hold. A window past midnight belongs to the
# day it began.
ScheduleCondition = TypedDict(
    "ScheduleCondition",
    {
        "days_of_month": "NotRequired[Union[list[int], None]]",
        "from": "NotRequired[Union[str, None]]",
        "kind": "Literal['schedule']",
        "to": "NotRequired[Union[str, None]]",
        "weekdays": "NotRequired[Union[list[Literal['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']], None]]",
    },
)


class Segment(TypedDict):
    """A group of customers."""

    id: str
    key: str
    name: str
    kind: SegmentKind
    conditions: Any
    created_at: str
    updated_at: str


class SegmentBody(TypedDict):
    """A segment to be made."""

    key: NotRequired[Union[str, None]]
    name: str
    kind: SegmentKind
    conditions: NotRequired[Condition]


class SegmentCount(TypedDict):
    """How many customers are in a segment."""

    count: int
    next_cursor: Union[str, None]
    as_of: str

# Whether the members are written down (`static`) or follow from conditions (`dynamic`).
SegmentKind: TypeAlias = "Literal['static', 'dynamic']"


class SegmentPage(TypedDict):
    """A page of segments."""

    data: list[Segment]
    next_cursor: NotRequired[Union[str, None]]


class SegmentPatch(TypedDict):
    """What to change of a segment."""

    name: NotRequired[Union[str, None]]
    conditions: NotRequired[Condition]

# How the coupons of an order are chosen.
Selection: TypeAlias = "Literal['best_for_customer', 'priority']"


class SelectionReport(TypedDict):
    """How the set of coupons was found. `docs/MODEL.md` section 7."""

    strategy: str
    optimal: bool
    bound: NotRequired[Union[int, None]]
    evaluated: int
    runner_up: NotRequired[Union[RunnerUp, None]]


class SelectorAttributesValue1(TypedDict):
    max: NotRequired[Union[int, None]]
    min: NotRequired[Union[int, None]]


class Selector(TypedDict):
    """Which lines are meant: the lists unite, then exclusions apply. Empty is every discountable line."""

    attributes: NotRequired[Union[dict[str, Union[Union[str, int, bool, None], SelectorAttributesValue1]], None]]
    brands: NotRequired[Union[list[str], None]]
    categories: NotRequired[Union[list[str], None]]
    exclude: NotRequired[Union[Selector, None]]
    exclude_sale_items: NotRequired[Union[bool, None]]
    groups: NotRequired[Union[list[str], None]]
    include: NotRequired[Union[list[Literal['gift_cards', 'out_of_stock', 'not_discountable']], None]]
    products: NotRequired[Union[list[str], None]]
    tags: NotRequired[Union[list[str], None]]


class SettingsRounding(TypedDict):
    mode: NotRequired[Union[str, None]]
    scope: NotRequired[Union[str, None]]
    remainder: NotRequired[Union[str, None]]


class SettingsHints(TypedDict):
    reach: NotRequired[Union[int, None]]


class Settings(TypedDict):
    """The settings of the store."""

    version: int
    store_name: NotRequired[Union[str, None]]
    normalise_email: bool
    hold_seconds: int
    max_hold_seconds: int
    refund_policy: RefundPolicy
    restore_uses: RestoreUses
    currency: NotRequired[Union[str, None]]
    show_code_field: bool
    date_only_end: DateOnlyEnd
    storefront_url: NotRequired[Union[str, None]]
    storefront_origins: list[str]
    code_alphabet: NotRequired[Union[str, None]]
    selection: Selection
    max_evaluations: int
    max_work: int
    percent_base: PercentBase
    max_codes_per_order: int
    max_discount_percent: NotRequired[Union[float, None]]
    min_margin_percent: NotRequired[Union[float, None]]
    margin_policy: MarginPolicy
    rounding: SettingsRounding
    time_zone: str
    hints: SettingsHints


class SettingsPatchRounding(TypedDict):
    """How amounts are rounded and split."""

    mode: NotRequired[Union[str, None]]
    scope: NotRequired[Union[str, None]]
    remainder: NotRequired[Union[str, None]]


class SettingsPatchHints(TypedDict):
    """What shoppers are told they are near to."""

    reach: NotRequired[Union[int, None]]


class SettingsPatch(TypedDict):
    """The settings of the store. `null` brings the default back."""

    store_name: NotRequired[Union[str, None]]
    normalise_email: NotRequired[Union[bool, None]]
    hold_seconds: NotRequired[Union[int, None]]
    max_hold_seconds: NotRequired[Union[int, None]]
    refund_policy: NotRequired[Union[RefundPolicy, None]]
    restore_uses: NotRequired[Union[RestoreUses, None]]
    currency: NotRequired[Union[str, None]]
    show_code_field: NotRequired[Union[bool, None]]
    date_only_end: NotRequired[Union[DateOnlyEnd, None]]
    storefront_url: NotRequired[Union[str, None]]
    storefront_origins: NotRequired[Union[list[str], None]]
    code_alphabet: NotRequired[Union[str, None]]
    selection: NotRequired[Union[Selection, None]]
    max_evaluations: NotRequired[Union[int, None]]
    max_work: NotRequired[Union[int, None]]
    percent_base: NotRequired[Union[PercentBase, None]]
    max_codes_per_order: NotRequired[Union[int, None]]
    max_discount_percent: NotRequired[Union[float, None]]
    min_margin_percent: NotRequired[Union[float, None]]
    margin_policy: NotRequired[Union[MarginPolicy, None]]
    rounding: NotRequired[Union[SettingsPatchRounding, None]]
    time_zone: NotRequired[Union[str, None]]
    hints: NotRequired[Union[SettingsPatchHints, None]]


class SetupFeeOffBenefit(TypedDict):
    """A percentage or an amount off setup fees; a waiver is 100 percent."""

    amount: NotRequired[Union[dict[str, int], None]]
    kind: Literal['setup_fee_off']
    percent: NotRequired[Union[float, None]]
    target: NotRequired[Union[Selector, None]]


class ShippingOffBenefit(TypedDict):
    """A percentage or an amount off, or a fixed price for, chosen shipping services; the whole shipment, never by
    product.
    """

    amount: NotRequired[Union[dict[str, int], None]]
    fixed_price: NotRequired[Union[dict[str, int], None]]
    kind: Literal['shipping_off']
    percent: NotRequired[Union[float, None]]
    services: NotRequired[Union[list[str], None]]


class ShippingServiceCondition(TypedDict):
    """The order is shipped with one of these services. None asks nothing."""

    kind: Literal['shipping_service']
    services: list[str]


class ShownInput(TypedDict):
    """A member of the terms that is asked for, in one language."""

    pointer: str
    label: str
    kind: str
    required: bool


class Skipped(TypedDict):
    """A place a coupon was meant for and did not reach."""

    path: str
    reason: str


class StockBody(TypedDict):
    """The stock of a product."""

    stock: Union[int, None]


class StoredValueBenefit(TypedDict):
    """A balance in one currency, spent over several orders: a means of payment, not a discount. The coupon holds no
    other benefit; the balance stands with each code or claim.
    """

    kind: Literal['stored_value']


class Template(TypedDict):
    """A template."""

    id: str
    version: int
    built_in: bool
    name: str
    description: NotRequired[Union[str, None]]
    goals: list[Goal]
    days: NotRequired[Union[int, None]]
    locked: list[str]
    inputs: list[ShownInput]
    terms: CouponTerms
    created_at: NotRequired[Union[str, None]]
    updated_at: NotRequired[Union[str, None]]


class TemplateBody(TypedDict):
    """A template to be: with `terms`, or with `coupon_id` to take those of a coupon."""

    name: str
    description: NotRequired[Union[str, None]]
    goals: NotRequired[list[Goal]]
    days: NotRequired[Union[int, None]]
    terms: NotRequired[CouponTerms]
    coupon_id: NotRequired[Union[str, None]]
    locked: NotRequired[list[str]]
    inputs: NotRequired[list[TemplateInput]]


class TemplateCopy(TypedDict):
    """How a template is copied."""

    name: NotRequired[Union[str, None]]
    locale: NotRequired[Union[str, None]]
    currency: NotRequired[Union[str, None]]


class TemplateInput(TypedDict):
    """A member of the terms that is asked for."""

    pointer: str
    label: Any
    kind: str
    required: NotRequired[bool]


class TemplatePage(TypedDict):
    """A page of templates."""

    data: list[Template]
    next_cursor: NotRequired[Union[str, None]]


class TemplatePatch(TypedDict):
    """What to change of a template."""

    name: NotRequired[Union[str, None]]
    description: NotRequired[Union[str, None]]
    goals: NotRequired[Union[list[Goal], None]]
    days: NotRequired[Union[int, None]]
    terms: NotRequired[Union[dict[str, Any], None]]
    locked: NotRequired[Union[list[str], None]]
    inputs: NotRequired[Union[list[TemplateInput], None]]


class TemplateUse(TypedDict):
    """How a template is used."""

    patch: NotRequired[Union[dict[str, Any], None]]
    locale: NotRequired[Union[str, None]]
    currency: NotRequired[Union[str, None]]

TieredBenefitTiersItem = TypedDict(
    "TieredBenefitTiersItem",
    {
        "amount": "NotRequired[Union[dict[str, int], None]]",
        "from": "Union[dict[str, int], int]",
        "percent": "NotRequired[Union[float, None]]",
    },
)


class TieredBenefit(TypedDict):
    """A table of steps on what the target is worth, or on its units, before discounts. The whole target gets the
    highest step reached; or one step is given as often as it is reached.
    """

    basis: Literal['spend', 'quantity']
    kind: Literal['tiered']
    max_amount: NotRequired[Union[dict[str, int], None]]
    mode: Literal['highest', 'every']
    target: NotRequired[Union[Selector, None]]
    tiers: list[TieredBenefitTiersItem]


class TotalSpentCondition(TypedDict):
    """Bounds on what the customer has spent before, both inclusive."""

    kind: Literal['total_spent']
    max: NotRequired[Union[dict[str, int], None]]
    min: NotRequired[Union[dict[str, int], None]]
    within_days: NotRequired[Union[int, None]]


class Totals(TypedDict):
    """The sums of a quote."""

    subtotal: int
    items_discount: int
    order_discount: int
    setup_fees: int
    setup_fees_discount: int
    shipping: int
    shipping_discount: int
    fees: int
    tax: int
    balance_used: int
    balances: list[BalanceUse]
    total: int
    savings: int


class Trim(TypedDict):
    """What was cut from a coupon."""

    by: str
    amount: int


class UnsavedBalance(TypedDict):
    """What is left on a code or claim."""

    amount: int
    currency: str


class UnsavedCampaign(TypedDict):
    """A campaign."""

    starts_at: NotRequired[Union[str, None]]
    ends_at: NotRequired[Union[str, None]]
    budget: NotRequired[Union[dict[str, int], None]]
    budget_used: NotRequired[Union[dict[str, int], None]]


class UnsavedCategory(TypedDict):
    """A category."""

    parent_id: NotRequired[Union[str, None]]


class UnsavedClaim(TypedDict):
    """A coupon in the shopper's wallet."""

    id: str
    coupon_id: str
    claimed_at: str
    ends_at: NotRequired[Union[str, None]]
    terms: NotRequired[Union[dict[str, Any], None]]
    apply_to_claims: NotRequired[Union[str, None]]


class UnsavedFacts(TypedDict):
    """History that the store would know. What is absent did not happen; a balance that is absent is not known."""

    now: NotRequired[Union[str, None]]
    uses: NotRequired[Union[dict[str, UnsavedUses], None]]
    budget_used: NotRequired[Union[dict[str, dict[str, int]], None]]
    budget_used_by_customer: NotRequired[Union[dict[str, dict[str, int]], None]]
    budget_used_today: NotRequired[Union[dict[str, dict[str, int]], None]]
    campaigns: NotRequired[Union[dict[str, UnsavedCampaign], None]]
    orders_count: NotRequired[Union[int, None]]
    total_spent: NotRequired[Union[int, None]]
    spent_within: NotRequired[Union[dict[str, int], None]]
    purchased: NotRequired[Union[list[UnsavedPurchase], None]]
    categories: NotRequired[Union[dict[str, UnsavedCategory], None]]
    balances: NotRequired[Union[dict[str, UnsavedBalance], None]]
    claims: NotRequired[Union[list[UnsavedClaim], None]]
    first_order: NotRequired[Union[UnsavedFirstOrder, None]]


class UnsavedFirstAllocation(TypedDict):
    """What a benefit gave to a line of the first order."""

    line_id: str
    benefit: NotRequired[Union[int, None]]
    amount: int


class UnsavedFirstOrder(TypedDict):
    """The order that began a subscription."""

    redemptions: list[UnsavedFirstRedemption]


class UnsavedFirstRedemption(TypedDict):
    """A coupon that the first order redeemed."""

    coupon_id: str
    code: NotRequired[Union[str, None]]
    claim_id: NotRequired[Union[str, None]]
    allocations: NotRequired[Union[list[UnsavedFirstAllocation], None]]


class UnsavedPurchase(TypedDict):
    """Something the customer bought."""

    product_id: str
    categories: NotRequired[Union[list[str], None]]
    quantity: NotRequired[Union[int, None]]
    at: str


class UnsavedQuoteRequest(TypedDict):
    """A cart, and everything its price depends on."""

    cart: Cart
    coupons: list[dict[str, Any]]
    settings: NotRequired[Union[dict[str, Any], None]]
    discounts: NotRequired[PresentedDiscounts]
    facts: NotRequired[Union[UnsavedFacts, None]]
    explain: NotRequired[Union[bool, None]]


class UnsavedUses(TypedDict):
    """Uses of a coupon."""

    total: NotRequired[Union[int, None]]
    customer: NotRequired[Union[int, None]]
    today: NotRequired[Union[int, None]]
    code: NotRequired[Union[int, None]]


class UnusableClaim(TypedDict):
    """A claim that cannot be used now."""

    claim: Claim
    reason: str
    message: str
    details: dict[str, Any]


class UpdateRequest(TypedDict):
    """Another cart for a hold."""

    cart: Cart
    discounts: NotRequired[PresentedDiscounts]
    expected_total: NotRequired[Union[int, None]]
    partial: NotRequired[Union[bool, None]]


class UsableClaim(TypedDict):
    """A claim that can be used."""

    claim: Claim
    saving: int
    total: int


class VerifiedIdentityCondition(TypedDict):
    """The shop has verified who the customer is."""

    kind: Literal['verified_identity']


class ViewBody(TypedDict):
    """A view to be."""

    name: str
    list: ListValue
    query: NotRequired[Union[str, None]]
    columns: NotRequired[list[str]]
    shared: NotRequired[bool]


class ViewPatch(TypedDict):
    """What to change of a view."""

    name: NotRequired[Union[str, None]]
    list: NotRequired[Union[ListValue, None]]
    query: NotRequired[Union[str, None]]
    columns: NotRequired[Union[list[str], None]]
    shared: NotRequired[Union[bool, None]]


class Wallet(TypedDict):
    """A page of a wallet."""

    data: list[Claim]
    next_cursor: NotRequired[Union[str, None]]
    counts: WalletCounts


class WalletCart(TypedDict):
    """A cart to choose claims for."""

    cart: Cart
    order_id: NotRequired[Union[str, None]]


class WalletCounts(TypedDict):
    """How many claims there are in each tab."""

    available: int
    used: int
    expired: int


class Warning(TypedDict):
    """Something to look at again."""

    code: str
    severity: str
    pointer: str
    message: str
    details: dict[str, Any]


class Warnings(TypedDict):
    """What to look at again, the gravest first."""

    data: list[Warning]


class Webhook(TypedDict):
    """An endpoint and how it does."""

    id: str
    url: str
    description: NotRequired[Union[str, None]]
    types: list[str]
    state: str
    attempts: int
    failing_since: NotRequired[Union[str, None]]
    next_attempt_at: NotRequired[Union[str, None]]
    last_attempt_at: NotRequired[Union[str, None]]
    last_status: NotRequired[Union[int, None]]
    last_error: NotRequired[Union[str, None]]
    created_at: str
    updated_at: str


class WebhookBody(TypedDict):
    """An endpoint to be."""

    url: str
    description: NotRequired[Union[str, None]]
    types: NotRequired[list[str]]


class WebhookPage(TypedDict):
    """A page of endpoints."""

    data: list[Webhook]
    next_cursor: NotRequired[Union[str, None]]


class WebhookPatch(TypedDict):
    """What to change of an endpoint."""

    url: NotRequired[Union[str, None]]
    description: NotRequired[Union[str, None]]
    types: NotRequired[Union[list[str], None]]
    enabled: NotRequired[Union[bool, None]]
