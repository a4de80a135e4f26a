"""
A believable company: a year of customers, subscriptions, invoices and what goes wrong with them.

`Company(sandbox).found()` lives through the past year, without requests and without webhooks: people
sign up, change their minds and their cards, and everything else happens by itself as time passes;
only what happened in the last days stands in the events list. `live(tick)` lets one thing happen
now, through the API. Both depend on the sandbox's seed and clock alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

from . import agenda, versions
from .catalogue import Json
from .errors import ApiError
from .objects import (
    accounts,
    billing,
    catalog,
    charges,
    checkout,
    customers,
    disputes,
    endings,
    entitlements,
    items,
    meters,
    payments,
    payouts,
    refunds,
    transfers,
)
from .objects import credit_notes as notes
from .objects.money import DAY, ZERO_DECIMAL, later
from .state import Record
from .world import World

if TYPE_CHECKING:
    from .sandbox import Sandbox

YEAR = 365 * DAY

GIVEN = [
    "Ada",
    "Amara",
    "Anders",
    "Anjali",
    "Ben",
    "Carmen",
    "Chidi",
    "Clara",
    "Dagny",
    "Daniel",
    "Elif",
    "Emeka",
    "Esther",
    "Felix",
    "Fatou",
    "Grace",
    "Hanna",
    "Hiro",
    "Ines",
    "Ivan",
    "Jamal",
    "Jana",
    "Joao",
    "Kaito",
    "Kofi",
    "Lea",
    "Liam",
    "Lucia",
    "Mahmoud",
    "Mara",
    "Mei",
    "Mikkel",
    "Nadia",
    "Noor",
    "Olga",
    "Omar",
    "Paula",
    "Priya",
    "Quentin",
    "Rosa",
    "Ravi",
    "Sakura",
    "Samir",
    "Sofia",
    "Tomas",
    "Uma",
    "Viktor",
    "Wanda",
    "Yara",
    "Yuki",
    "Zofia",
    "Zane",
]
FAMILY = [
    "Abe",
    "Adeyemi",
    "Andersen",
    "Bauer",
    "Becker",
    "Blanc",
    "Bruno",
    "Castro",
    "Chen",
    "Cohen",
    "Costa",
    "Diaz",
    "Dubois",
    "Eriksson",
    "Farah",
    "Fischer",
    "Garcia",
    "Gupta",
    "Hansen",
    "Haddad",
    "Ito",
    "Ivanova",
    "Jansen",
    "Johnson",
    "Kaya",
    "Keller",
    "Kim",
    "Kowalski",
    "Laine",
    "Lopez",
    "Martin",
    "Mbeki",
    "Moreau",
    "Mori",
    "Nagy",
    "Novak",
    "Okafor",
    "Olsen",
    "Patel",
    "Pereira",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Singh",
    "Smith",
    "Tanaka",
    "Virtanen",
    "Wagner",
    "Walker",
    "Weber",
    "Wong",
    "Yilmaz",
    "Zhang",
]
PLACES = {
    "US": ("usd", "en", [("Portland", "OR", "97205"), ("Austin", "TX", "78701")]),
    "GB": ("gbp", "en-GB", [("Leeds", "", "LS1 4DY"), ("Bristol", "", "BS1 5TR")]),
    "DE": ("eur", "de", [("Köln", "", "50667"), ("Leipzig", "", "04109")]),
    "FR": ("eur", "fr", [("Lyon", "", "69002"), ("Nantes", "", "44000")]),
    "ES": ("eur", "es", [("Sevilla", "", "41001"), ("Bilbao", "", "48001")]),
    "JP": ("jpy", "ja", [("Kyoto", "", "600-8216"), ("Sendai", "", "980-0811")]),
    "CA": ("usd", "en", [("Halifax", "NS", "B3J 1S9"), ("Calgary", "AB", "T2P 1J9")]),
    "NL": ("eur", "nl", [("Utrecht", "", "3511"), ("Delft", "", "2611")]),
}
STREETS = ("Mill Lane", "Station Road", "Linden Street", "Harbour View", "Orchard Way")
CARDS = (
    ["4242424242424242"] * 9
    + ["5555555555554444"] * 6
    + ["4000056655665556"] * 4
    + ["378282246310005"] * 3
    + ["3566002020360505", "6011111111111117"]
)
# What becomes of customers, out of a hundred.
FATES = (
    ["stays"] * 50
    + ["upgrades"] * 14
    + ["leaves"] * 12
    + ["leaves at the period's end"] * 4
    + ["card fails"] * 5
    + ["card failed lately"] * 6
    + ["tries"] * 5
    + ["never paid"] * 2
    + ["pauses"] * 2
)
FAILING = "4000000000000341"
RECENT = 29 * DAY  # whose events are in the list
Happening = Callable[[World], object]


class Plan(NamedTuple):
    """A product with the monthly amounts it is sold at, by currency; a year costs ten months."""

    name: str
    description: str
    monthly: dict[str, int]
    features: tuple[str, ...] = ()


PLANS = (
    Plan(
        "Starter",
        "For one person",
        {"usd": 1_200, "eur": 1_100, "gbp": 1_000, "jpy": 1_800},
        ("exports",),
    ),
    Plan(
        "Team",
        "For up to ten people",
        {"usd": 4_900, "eur": 4_500, "gbp": 3_900, "jpy": 7_200},
        ("exports", "audit-log"),
    ),
    Plan(
        "Business",
        "For a whole company",
        {"usd": 14_900, "eur": 13_900, "gbp": 11_900, "jpy": 22_000},
        ("exports", "audit-log", "single-sign-on"),
    ),
)


@dataclass
class Catalogue:
    """What the company sells: price ids by (plan, currency, interval), add-ons by currency."""

    prices: dict[tuple[str, str, str], str]
    seats: dict[str, str]
    usage: dict[str, str]
    once: str
    rates: dict[str, str]
    coupons: list[str]
    codes: list[str]


class Company:
    """A company on a sandbox's platform account, in test mode."""

    def __init__(self, sandbox: Sandbox, customers: int = 300) -> None:
        self.sandbox = sandbox
        self.size = customers
        self.random = random.Random(f"company {sandbox.seed}")
        self.catalogue: Catalogue | None = None
        self.plans: list[tuple[int, int, Happening]] = []  # what people will do: when, and what
        self.planned = 0
        self.usage: list[tuple[str, int]] = []  # who uses how much in a week

    def at(self, moment: int) -> World:
        """The platform's account at a moment of the past; the last days leave events."""
        now = self.sandbox.clock.now()
        moment = min(moment, now)
        shelf = self.sandbox.state.shelf(self.sandbox.account, False)
        journal = self.sandbox.journal if moment > now - RECENT else None
        return World(shelf, lambda: moment, journal)

    def later(self, moment: int, happening: Happening) -> None:
        """Let something happen at a moment of the past; never if it lies in the future."""
        if moment < self.sandbox.clock.now():
            self.planned += 1
            heappush(self.plans, (moment, self.planned, happening))

    def pass_time(self, to: int) -> None:
        """Live until a moment: what people do, and what happens by itself, in order."""
        while True:
            due = agenda.first(self.sandbox.state)
            moments = [due[0] if due else to, self.plans[0][0] if self.plans else to]
            if min(moments) >= to:
                return
            if due is not None and moments[0] <= moments[1]:
                world = self.at(moments[0])
                world.shelf = due[1]
                agenda.act(world, due[2])
            else:
                moment, _, happening = heappop(self.plans)
                happening(self.at(moment))

    # -- the past

    def found(self) -> Company:
        """Build the whole past year; returns the company."""
        with self.sandbox.lock:
            now = self.sandbox.clock.now()
            self.catalogue = self._catalogue(self.at(now - YEAR - 30 * DAY))
            audience, self.sandbox.journal.audience = self.sandbox.journal.audience, None
            for number in range(self.size):
                start = int(now - YEAR * self.random.random() ** 1.3)
                self._expect(number, min(start, now - 3_600))
            for moment in range(now - YEAR, now, 7 * DAY):
                self.later(moment, self._use)
            self.pass_time(now)
            self._aftermath(now)
            self._money_out(now)
            self._sessions(now)
            self._connected(now)
            self.sandbox.journal.audience = audience
        return self

    def _catalogue(self, world: World) -> Catalogue:
        prices: dict[tuple[str, str, str], str] = {}
        features: dict[str, str] = {}
        for plan in PLANS:
            product = self._product(world, plan.name, plan.description)
            for key in plan.features:
                if key not in features:
                    fields = {"lookup_key": key, "name": key.replace("-", " ").title()}
                    features[key] = world.create("entitlements.feature", _active(fields)).id
                entitlements.link_feature(world, product.id, features[key])
            for currency, amount in plan.monthly.items():
                for interval, times in (("month", 1), ("year", 10)):
                    key = f"{plan.name.lower()}-{currency}-{interval}"
                    price = self._price(world, product, currency, amount * times, interval, key)
                    prices[plan.name, currency, interval] = price.id
            first = prices[plan.name, "usd", "month"]
            world.update(product, {"default_price": first}, None)
        seats, usage = self._add_ons(world)
        setup = self._product(world, "Onboarding", "Two hours with one of us")
        once = self._price(world, setup, "usd", 25_000, None, "onboarding")
        rates = {
            "DE": self._rate(world, "MwSt", "DE", 19.0),
            "FR": self._rate(world, "TVA", "FR", 20.0),
            "GB": self._rate(world, "VAT", "GB", 20.0),
        }
        coupons, codes = self._coupons(world)
        return Catalogue(prices, seats, usage, once.id, rates, coupons, codes)

    def _add_ons(self, world: World) -> tuple[dict[str, str], dict[str, str]]:
        """Seats in tiers and metered usage."""
        seats = self._product(world, "Extra seats", "More people in a team")
        calls = self._product(world, "API calls", "Counted at the end of the month")
        meter_fields = {
            "customer_mapping": {"event_payload_key": "customer", "type": "by_id"},
            "default_aggregation": {"formula": "sum"},
            "display_name": "API calls",
            "event_name": "api_call",
            "status": "active",
            "value_settings": {"event_payload_key": "value"},
        }
        meter = world.create("billing.meter", meter_fields)
        tiered, metered = {}, {}
        for currency, unit in (("usd", 900), ("eur", 800), ("gbp", 700), ("jpy", 1_300)):
            tiers = [
                {"up_to": 5, "unit_amount": unit},
                {"up_to": 20, "unit_amount": unit * 8 // 10},
                {"up_to": "inf", "unit_amount": unit * 6 // 10},
            ]
            tiered[currency] = catalog.make_price(
                world,
                {
                    "billing_scheme": "tiered",
                    "currency": currency,
                    "nickname": f"seats {currency}",
                    "product": seats.id,
                    "recurring": {"interval": "month"},
                    "tiers": tiers,
                    "tiers_mode": "graduated",
                },
            ).id
            metered[currency] = catalog.make_price(
                world,
                {
                    "currency": currency,
                    "nickname": f"calls {currency}",
                    "product": calls.id,
                    "recurring": {
                        "interval": "month",
                        "meter": meter.id,
                        "usage_type": "metered",
                    },
                    "unit_amount_decimal": "0.2" if currency not in ZERO_DECIMAL else "0.3",
                },
            ).id
        return tiered, metered

    def _product(self, world: World, name: str, description: str) -> Record:
        fields = {"name": name, "description": description, "type": "service"}
        return world.create("product", {**_active(fields), "updated": world.now})

    def _price(
        self,
        world: World,
        product: Record,
        currency: str,
        amount: int,
        interval: str | None,
        lookup_key: str,
    ) -> Record:
        params: Json = {
            "currency": currency,
            "lookup_key": lookup_key,
            "product": product.id,
            "unit_amount": amount,
        }
        if interval:
            params["recurring"] = {"interval": interval}
        return catalog.make_price(world, params)

    def _rate(self, world: World, name: str, country: str, percent: float) -> str:
        fields = {
            "country": country,
            "display_name": name,
            "effective_percentage": percent,
            "inclusive": False,
            "percentage": percent,
            "rate_type": "percentage",
            "tax_type": "vat",
        }
        return world.create("tax_rate", _active(fields)).id

    def _coupons(self, world: World) -> tuple[list[str], list[str]]:
        offers: list[Json] = [
            {"id": "WELCOME20", "percent_off": 20.0, "duration": "once"},
            {
                "id": "LOYAL10",
                "percent_off": 10.0,
                "duration": "repeating",
                "duration_in_months": 6,
            },
            {"id": "FRIENDS", "percent_off": 50.0, "duration": "forever"},
        ]
        coupons = [
            world.create("coupon", {**offer, "name": offer["id"].title(), "valid": True}).id
            for offer in offers
        ]
        codes = [
            catalog.make_promotion_code(
                world, {"code": code, "promotion": {"type": "coupon", "coupon": coupon}}
            ).id
            for code, coupon in (("HELLO", "WELCOME20"), ("STAY", "LOYAL10"))
        ]
        return coupons, codes

    # -- one customer

    def person(self, number: int) -> Json:
        """A customer's create parameters: a name, an address, where it comes from."""
        pick = self.random.choice
        country = pick(list(PLACES))
        _, locale, towns = PLACES[country]
        town, state, code = pick(towns)
        given, family = pick(GIVEN), pick(FAMILY)
        domain = pick(["example.com", "example.org", "example.net"])
        address = {
            "city": town,
            "country": country,
            "line1": f"{self.random.randint(1, 180)} {pick(STREETS)}",
            "line2": None,
            "postal_code": code,
            "state": state or None,
        }
        return {
            "address": address,
            "email": f"{given}.{family}.{number}@{domain}".lower(),
            "metadata": {"signup": pick(["web", "app", "partner"]), "number": str(number)},
            "name": f"{given} {family}",
            "phone": f"+1555010{self.random.randint(0, 99):02d}",
            "preferred_locales": [locale],
        }

    def _expect(self, number: int, start: int) -> None:
        """Decide what a customer will do, and when it begins."""
        now, fate = self.sandbox.clock.now(), self.random.choice(FATES)
        if fate == "tries":
            start = max(start, now - self.random.randint(1, 12) * DAY)
        if fate == "card failed lately":
            months, days = self.random.randint(1, 11), self.random.randint(1, 12)
            start = later(now - days * DAY, "month", -months)
        if fate == "never paid":
            start = now - self.random.randint(3_600, 20 * 3_600)
        self.later(start, partial(self._arrive, number, fate))

    def _arrive(self, number: int, fate: str, world: World) -> None:
        """A customer comes, with a card, and signs up or pays once."""
        start, params = world.now, self.person(number)
        customer = customers.make_customer(world, params)
        method = self._card(world, customer, FAILING if fate == "never paid" else None)
        if self.random.random() < 0.15:
            extra = {"type": "sepa_debit", "sepa_debit": _SEPA, "customer": customer.id}
            customers.make_method(world, extra)
        if self.random.random() < 0.1 and params["address"]["country"] in ("DE", "FR", "GB"):
            self._tax_id(world, customer, params["address"]["country"])
        if fate == "never paid" or self.random.random() < 0.9:
            self.later(start + 300, partial(self._sign_on, customer, fate))
        else:
            self.later(start + 900, partial(self._one_payment, customer, method))

    def _sign_on(self, customer: Record, fate: str, world: World) -> None:
        """The sign-up, and what the customer will do about it some day."""
        params = self._wishes(customer)
        params["default_payment_method"] = None
        if fate == "tries":
            params["trial_period_days"] = 14
        subscription = billing.subscribe(world, params)
        start, now = world.now, self.sandbox.clock.now()
        some_day = start + int((now - start) * self.random.uniform(0.2, 1))
        lately = now - 13 * DAY
        acts: dict[str, tuple[int, Happening]] = {
            "upgrades": (some_day, partial(self._move_up, subscription)),
            "leaves": (some_day, partial(self._leave, subscription)),
            "leaves at the period's end": (some_day, partial(self._leave_later, subscription)),
            "card fails": (some_day, partial(self._lose_card, customer)),
            "card failed lately": (max(lately, start + 60), partial(self._lose_card, customer)),
            "pauses": (now - 2 * DAY, partial(self._pause, subscription)),
        }
        if fate in acts:
            self.later(*acts[fate])
        if {one["price"] for one in params["items"]} & set(self.stock().usage.values()):
            self.usage.append((customer.id, self.random.randint(300, 20_000)))

    def _use(self, world: World) -> None:
        """A week of calls of everybody who pays for them."""
        for customer, calls in self.usage:
            value = calls * self.random.randint(80, 120) // 100
            payload = {"customer": customer, "value": str(value)}
            meters.record_usage(world, "api_call", payload)

    def _move_up(self, subscription: Record, world: World) -> None:
        """To the next larger plan, the difference billed with the next invoice."""
        item = items.items_of(world, subscription)[0]
        price = world.get("price", item.value("price")).data
        names = [plan.name for plan in PLANS]
        for (name, currency, interval), id in self.stock().prices.items():
            place = names.index(name)
            if (
                id == price["id"]
                and place + 1 < len(names)
                and subscription.data["status"] == "active"
            ):
                larger = self.stock().prices[names[place + 1], currency, interval]
                wanted = [{"id": item.id, "price": larger}]
                billing.update(world, subscription, {"items": wanted})
                return

    def _leave(self, subscription: Record, world: World) -> None:
        feedback = self.random.choice(["too_expensive", "unused", "switched_service", None])
        if subscription.data["status"] not in ("canceled", "incomplete_expired"):
            endings.cancel_now(world, subscription, {"feedback": feedback})

    def _leave_later(self, subscription: Record, world: World) -> None:
        if subscription.data["status"] in ("active", "trialing"):
            billing.update(world, subscription, {"cancel_at_period_end": True})

    def _lose_card(self, customer: Record, world: World) -> None:
        """The card is blocked; nobody has noticed yet."""
        self._card(world, customer, FAILING)

    def _pause(self, subscription: Record, world: World) -> None:
        if subscription.data["status"] == "active":
            pause = {"pause_collection": {"behavior": "keep_as_draft"}}
            billing.update(world, subscription, pause)

    def _card(self, world: World, customer: Record, number: str | None = None) -> Record:
        number = number or self.random.choice(CARDS)
        card = {
            "exp_month": self.random.randint(1, 12),
            "exp_year": self.random.randint(2027, 2033),
            "number": number,
        }
        data = customer.data
        names = ("address", "email", "name", "phone")
        params = {
            "billing_details": {name: data[name] for name in names},
            "card": card,
            "customer": customer.id,
            "type": "card",
        }
        method = customers.make_method(world, params)
        settings = {**data["invoice_settings"], "default_payment_method": method.id}
        world.update(customer, {"invoice_settings": settings}, None)
        return method

    def _tax_id(self, world: World, customer: Record, country: str) -> None:
        kind = "gb_vat" if country == "GB" else "eu_vat"
        digits = "".join(str(self.random.randint(0, 9)) for _ in range(9))
        fields = {
            "country": country,
            "customer": customer.id,
            "owner": {"customer": customer.id, "type": "customer"},
            "type": kind,
            "value": country + digits,
            "verification": {"status": "verified", "verified_name": customer.data["name"]},
        }
        world.create("tax_id", fields)

    def _one_payment(self, customer: Record, method: Record, world: World) -> None:
        fields = {
            "customer": customer.id,
            "description": "Onboarding",
            "payment_method": method.id,
        }
        intent = payments.make_intent(world, 25_000, "usd", fields)
        outcome = "generic_decline" if self.random.random() < 0.2 else ""
        payments.attempt(world, intent, outcome)

    def _wishes(self, customer: Record) -> Json:
        """The parameters of the subscription that a customer wants."""
        stock = self.stock()
        country = customer.data["address"]["country"]
        currency = PLACES[country][0]
        plan = self.random.choices([p.name for p in PLANS], [6, 3, 1])[0]
        interval = "year" if self.random.random() < 0.18 else "month"
        items: list[Json] = [{"price": stock.prices[plan, currency, interval]}]
        if interval == "month" and plan != "Starter" and self.random.random() < 0.6:
            seats = self.random.randint(1, 25)
            items.append({"price": stock.seats[currency], "quantity": seats})
            if self.random.random() < 0.4:
                items.append({"price": stock.usage[currency]})
        params: Json = {"customer": customer.id, "items": items}
        params["metadata"] = {"plan": plan.lower()}
        if country in stock.rates:
            params["default_tax_rates"] = [stock.rates[country]]
        luck = self.random.random()
        if luck < 0.12:
            params["discounts"] = [{"promotion_code": self.random.choice(stock.codes)}]
        elif luck < 0.15:
            params["discounts"] = [{"coupon": stock.coupons[2]}]
        return params

    def stock(self) -> Catalogue:
        """What is sold; found again by lookup keys when the state was loaded from a file."""
        if self.catalogue is None:
            self.catalogue = self._found_again()
        return self.catalogue

    def _found_again(self) -> Catalogue:
        shelf = self.at(self.sandbox.clock.now()).shelf
        if not list(shelf.every("price")):
            raise LookupError("The company has not been founded: call found() first.")
        prices: dict[tuple[str, str, str], str] = {}
        add_ons: dict[str, dict[str, str]] = {"seats": {}, "calls": {}}
        once = ""
        for price in shelf.every("price"):
            parts = str(price.data.get("lookup_key") or "").split("-")
            words = str(price.data.get("nickname") or "").split()
            if len(parts) == 3:
                prices[parts[0].title(), parts[1], parts[2]] = price.id
            elif parts == ["onboarding"]:
                once = price.id
            elif len(words) == 2 and words[0] in add_ons:
                add_ons[words[0]][words[1]] = price.id
        rates = {str(one.data["country"]): one.id for one in shelf.every("tax_rate")}
        coupons = [one.id for one in shelf.every("coupon")]
        codes = [one.id for one in shelf.every("promotion_code")]
        seats, usage = add_ons["seats"], add_ons["calls"]
        return Catalogue(prices, seats, usage, once, rates, coupons, codes)

    # -- what followed

    def _aftermath(self, now: int) -> None:
        """Refunds, disputes and credit notes for some of what was paid."""
        shelf = self.at(now).shelf
        paid = [one for one in shelf.every("charge") if one.data["status"] == "succeeded"]
        chosen = self.random.sample(paid, min(len(paid), max(len(paid) // 40, 3)))
        for number, charge in enumerate(chosen):
            world = self.at(charge.created + self.random.randint(1, 10) * DAY)
            if number < 3:
                status = ("needs_response", "under_review", "lost")[number]
                disputes.make_dispute(world, charge, "fraudulent", status)
                continue
            whole = self.random.random() < 0.6
            amount = None if whole else max(charge.data["amount"] // 3, 1)
            refunds.refund(world, charge, amount, reason="requested_by_customer")
        for invoice in list(shelf.every("invoice"))[:: max(self.size // 3, 1)]:
            if invoice.data["status"] == "paid" and invoice.data["total"] > 500:
                world = self.at(invoice.created + 5 * DAY)
                amount = invoice.data["total"] // 4
                notes.make_credit_note(world, invoice, amount, "order_change")

    def _money_out(self, now: int) -> None:
        """A payout in dollars every second week, to the company's bank account."""
        world = self.at(now - YEAR)
        bank = world.create(
            "bank_account",
            {
                "account": self.sandbox.account,
                "account_holder_name": "Example Co",
                "bank_name": "STRIPE TEST BANK",
                "country": "US",
                "currency": "usd",
                "default_for_currency": True,
                "last4": "6789",
                "routing_number": "110000000",
                "status": "new",
            },
            event=None,
        )
        movements = [
            one
            for one in world.shelf.every("balance_transaction")
            if one.data["currency"] == "usd" and one.data["type"] != "payout"
        ]
        at = 0
        for moment in range(now - YEAR + 14 * DAY, now, 14 * DAY):
            amount, first = 0, at
            while at < len(movements) and movements[at].created <= moment - 2 * DAY:
                amount += movements[at].data["net"]
                at += 1
            if amount <= 0:
                at = first
                continue
            done = moment < now - 3 * DAY
            fields = {
                "automatic": True,
                "destination": bank.id,
                "reconciliation_status": "completed",
                "status": "paid" if done else "in_transit",
            }
            payout = payouts.make_payout(self.at(moment), amount, "usd", fields)
            own = world.get("balance_transaction", payout.data["balance_transaction"])
            for movement in (*movements[first:at], own):
                world.shelf.hide(movement, payout=payout.id)
        for movement in world.shelf.every("balance_transaction"):
            if movement.data["available_on"] <= now and movement.data["status"] == "pending":
                world.update(movement, {"status": "available"}, None)

    def _sessions(self, now: int) -> None:
        stock = self.stock()
        everyone = list(self.at(now).shelf.every("customer"))
        for number, customer in enumerate(everyone[-6:]):
            world = self.at(now - (6 - number) * 3_600)
            fields = {"customer": customer.id, "success_url": "https://example.com/thanks"}
            session = checkout.make_session(
                world, "payment", [{"price": stock.once, "quantity": 1}], fields
            )
            method = payments.default_method(world, customer.id)
            good = method is not None and method.hidden.get("outcome") == "succeeds"
            if number % 3 == 0 and method is not None and good:
                checkout.complete(world, session, method)
            elif number % 3 == 1:
                world.update(session, {"status": "expired", "url": None}, None)

    def _connected(self, now: int) -> None:
        """A seller on the platform: a charge with an application fee, and a transfer."""
        world = self.at(now - 90 * DAY)
        id = world.new_id("account")
        made = accounts.account(id, world.now, country="DE", default_currency="eur", type="express")
        self.sandbox.state.shared.add("account", made, world.now)
        shelf = self.sandbox.state.shelf(id, False)
        seller = World(shelf, lambda: now - 60 * DAY)
        buyer = customers.make_customer(seller, self.person(10_000))
        card = {"type": "card", "card": {"number": CARDS[0]}, "customer": buyer.id}
        method = customers.make_method(seller, card)
        fields = {"application_fee_amount": 450, "customer": buyer.id}
        charges.make_charge(seller, 4_500, "eur", method, fields)
        platform = self.at(now - 60 * DAY)
        transfers.make_transfer(platform, 12_000, "usd", {"destination": id})

    # -- the present

    def live(self, tick: int) -> str:
        """Let one thing happen through the API; returns what it was, in words."""
        moods = (
            self._sign_up,
            self._renewal,
            self._profile_change,
            self._upgrade,
            self._failed_card,
            self._renewal,
            self._refund,
            self._cancellation,
        )
        try:
            return moods[tick % len(moods)](tick)
        except _Quiet as quiet:
            return str(quiet)

    def _any(self, kind: str, **wanted: Any) -> Json:
        """A random object of a type with these values."""
        found = [
            one
            for one in self.sandbox.all(kind)
            if all(one.get(name) == value for name, value in wanted.items())
        ]
        if not found:
            raise _Quiet(f"nothing happens: no {kind} fits")
        return self.random.choice(found)

    def _sign_up(self, tick: int) -> str:
        box = self.sandbox
        params = self.person(20_000 + tick)
        params["address"] = {k: v for k, v in params["address"].items() if v}
        customer = box.create("customer", **params)
        method = self.random.choice(("pm_card_visa", "pm_card_mastercard", "pm_card_amex"))
        path = f"/v1/payment_methods/{method}/attach"
        attached = box.call("POST", path, customer=customer["id"])
        settings = {"default_payment_method": attached["id"]}
        box.modify("customer", customer["id"], invoice_settings=settings)
        record = box.state.shelf(box.account, False).find("customer", customer["id"])
        assert record is not None
        subscription = box.create("subscription", **self._wishes(record))
        return f"{params['name']} signs up ({subscription['id']})"

    def _renewal(self, tick: int) -> str:
        chosen = self._any("subscription", status="active")
        changed = self._begin_anew(chosen["id"])
        return f"{chosen['id']} renews with {changed['latest_invoice']}"

    def _begin_anew(self, subscription: str) -> Json:
        """Let a subscription's next period begin now."""
        params = {"billing_cycle_anchor": {"type": "now"}, "proration_behavior": "none"}
        path, headers = f"/v1/subscriptions/{subscription}", {"stripe-version": versions.CURRENT}
        answered: Json = self.sandbox.request("POST", path, params, headers).json()
        return answered

    def _failed_card(self, tick: int) -> str:
        chosen = self._any("subscription", status="active")
        path = "/v1/payment_methods/pm_card_chargeCustomerFail/attach"
        card = self.sandbox.call("POST", path, customer=chosen["customer"])["id"]
        settings = {"default_payment_method": card}
        self.sandbox.modify("customer", chosen["customer"], invoice_settings=settings)
        self._begin_anew(chosen["id"])
        return f"the card of {chosen['id']} is declined"

    def _profile_change(self, tick: int) -> str:
        customer = self._any("customer")
        email = f"new.{tick}.{customer['email']}"
        self.sandbox.modify("customer", customer["id"], email=email)
        return f"{customer['name']} has another address: {email}"

    def _upgrade(self, tick: int) -> str:
        subscription = self._any("subscription", status="active", currency="usd")
        item = subscription["items"]["data"][0]
        interval = item["price"]["recurring"]["interval"]
        price = self.stock().prices["Business", "usd", interval]
        items = [{"id": item["id"], "price": price}]
        self.sandbox.modify("subscription", subscription["id"], items=items)
        return f"{subscription['id']} moves to Business"

    def _refund(self, tick: int) -> str:
        charge = self._any("charge", status="succeeded", refunded=False, disputed=False)
        left = charge["amount"] - charge["amount_refunded"]
        amount = max(left // 2, 1)
        self.sandbox.create("refund", charge=charge["id"], amount=amount)
        return f"{amount} of {charge['id']} go back"

    def _cancellation(self, tick: int) -> str:
        subscription = self._any("subscription", status="active")
        self.sandbox.delete("subscription", subscription["id"])
        return f"{subscription['id']} is canceled"


class _Quiet(Exception):
    """Nothing fits what should happen now."""


def _active(fields: Json) -> Json:
    return {"active": True, **fields}


_SEPA = {"bank_code": "37040044", "country": "DE", "last4": "3000", "fingerprint": "sepa0test"}
__all__ = ["ApiError", "Company"]
