"""
A run through everything that behaves, so that every type is met in every status it reaches.

All of it goes through the API in one version; every answer is kept.
"""

from __future__ import annotations

from typing import Any

from djstripe.sandbox import Company, Request, Sandbox

NOW = 1_790_000_000
Json = dict[str, Any]


class Life:
    """A company of a year, then one of everything; `answers` are the bodies of all answers."""

    def __init__(self, version: str, customers: int = 20) -> None:
        self.version = version
        self.answers: list[Json] = []
        self.sandbox = Sandbox(now=NOW, seed=3, api_version=version)
        self.company = Company(self.sandbox, customers=customers).found()
        for tick in range(16):
            self.company.live(tick)
        self.buyer = self.ask(
            "POST",
            "/v1/customers",
            email="ada@example.com",
            name="Ada",
            address={"country": "DE", "city": "Berlin"},
            shipping={"name": "Ada", "address": {"line1": "1 Mill Lane"}},
            invoice_settings={"default_payment_method": "pm_card_visa"},
            tax_id_data=[{"type": "eu_vat", "value": "DE123456789"}],
        )["id"]
        product = self.make("products", name="Tea", default_price_data=monthly(900))
        self.product, self.price = product["id"], product["default_price"]
        self.rate = self.make("tax_rates", display_name="VAT", percentage=20, inclusive=False)["id"]
        self.make(
            "shipping_rates", display_name="Post", fixed_amount={"amount": 500, "currency": "usd"}
        )
        for part in (
            self.stock,
            self.people,
            self.payments,
            self.setups,
            self.banks,
            self.disputes,
            self.subscriptions,
            self.schedules,
            self.invoices,
            self.usage,
            self.changes,
            self.sessions,
            self.quotes,
            self.endings,
            self.money,
            self.rest,
        ):
            part()

    # -- asking

    def ask(self, method: str, path: str, /, **params: Any) -> Json:
        """A request in the life's version; its answer is kept, also an error's."""
        body: Json = self.sandbox.request(method, path, params).json()
        self.answers.append(body)
        return body

    def make(self, where: str, **params: Any) -> Json:
        """Create something, which must succeed."""
        body = self.ask("POST", f"/v1/{where}", **params)
        assert "error" not in body, (where, params, body)
        return body

    def do(self, where: str, id: str, action: str = "", **params: Any) -> Json:
        return self.make(f"{where}/{id}{action and '/'}{action}", **params)

    def pay(self, card: str = "visa", **params: Any) -> Json:
        """A payment intent; a declined card's is in its error."""
        fields = {"amount": 5_000, "currency": "eur", "payment_method": f"pm_card_{card}"}
        fields.update({"customer": self.buyer, "confirm": True, **params})
        body = self.ask("POST", "/v1/payment_intents", **fields)
        found: Json = body.get("error", body).get("payment_intent") or body
        return found

    def only(self, kind: str) -> Json:
        """The parameter that restricts an intent to one type of payment method."""
        older = self.version < "2026-10-28"
        return {"payment_method_types" if older else "allowed_payment_method_types": [kind]}

    def upload(self) -> Json:
        """A file of one line."""
        parts = (
            'form-data; name="purpose"\r\n\r\ndispute_evidence',
            'form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nTea',
        )
        body = "".join(f"--b\r\nContent-Disposition: {part}\r\n" for part in parts) + "--b--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=b"}
        headers = {"authorization": "Bearer sk_test_x", **kind}
        answer: Json = self.sandbox.answer(
            Request("POST", "/v1/files", "", body.encode(), headers)
        ).json()
        self.answers.append(answer)
        return answer

    # -- what there is to do

    def stock(self) -> None:
        tiers = [{"up_to": 10, "unit_amount": 500}, {"up_to": "inf", "flat_amount": 90}]
        made = {"product": self.product, "currency": "eur", "recurring": {"interval": "year"}}
        tiered = {"billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiers}
        self.make("prices", **made, **tiered, expand=["tiers"])
        self.make("prices", product=self.product, currency="eur", unit_amount_decimal="0.5")
        self.make("plans", product=self.product, currency="eur", interval="week", amount=70)
        self.make("coupons", id="FIVE", amount_off=500, currency="eur", duration="once")
        repeating = {"duration": "repeating", "duration_in_months": 3}
        self.make("coupons", id="TENTH", percent_off=10, name="A tenth", **repeating)
        code = {"code": "TEA", "restrictions": {"minimum_amount": 100}}
        promotion = {"type": "coupon", "coupon": "TENTH"}
        if self.version < "2025-09-30":
            self.make("promotion_codes", coupon="TENTH", **code)
        else:
            self.make("promotion_codes", promotion=promotion, **code)
        feature = self.make("entitlements/features", name="Pot", lookup_key="pot")
        self.do("products", self.product, "features", entitlement_feature=feature["id"])
        gone = self.make("products", name="Gone")
        self.ask("DELETE", f"/v1/products/{gone['id']}")

    def people(self) -> None:
        gone = self.make("customers", email="gone@example.com", payment_method="pm_card_visa")
        self.do("customers", gone["id"], "sources", source="tok_visa")
        self.do("customers", gone["id"], "sources", source="btok_us_verified")
        self.ask("GET", f"/v1/customers/{gone['id']}", expand=["sources", "tax_ids"])
        self.ask("DELETE", f"/v1/customers/{gone['id']}")
        self.ask("GET", f"/v1/customers/{gone['id']}")
        for kind, details in (
            ("sepa_debit", {"iban": "DE89370400440532013000"}),
            ("us_bank_account", {"routing_number": "110000000", "account_number": "000123"}),
        ):
            owner = {"name": "Ada", "email": "ada@example.com"}
            self.make("payment_methods", type=kind, billing_details=owner, **{kind: details})
        card = self.do("payment_methods", "pm_card_mastercard", "attach", customer=self.buyer)
        self.do("payment_methods", card["id"], "detach")
        self.ask("GET", f"/v1/customers/{self.buyer}", expand=["subscriptions", "tax_ids"])

    def payments(self) -> None:
        self.make("payment_intents", amount=100, currency="eur")
        self.make("payment_intents", amount=100, currency="eur", payment_method="pm_card_visa")
        automatic = {"automatic_payment_methods": {"enabled": True}}
        canceled = self.make("payment_intents", amount=100, currency="eur", **automatic)
        self.do("payment_intents", canceled["id"], "cancel", cancellation_reason="abandoned")
        for card in ("chargeDeclined", "authenticationRequired", "chargeDeclinedExpiredCard"):
            self.pay(card)
        self.pay(capture_method="manual")
        held = self.pay(capture_method="manual", description="A pot", metadata={"k": "v"})
        self.do("payment_intents", held["id"], "capture", amount_to_capture=4_000)
        paid = self.pay(receipt_email="ada@example.com", shipping=SHIPPING)
        self.make("refunds", payment_intent=paid["id"], amount=700, reason="duplicate")
        self.make("refunds", payment_intent=paid["id"])
        charge = paid.get("latest_charge") or paid["charges"]["data"][0]["id"]
        self.ask("GET", f"/v1/charges/{charge}", expand=["refunds", "balance_transaction"])
        self.make("charges", amount=300, currency="eur", source="tok_visa")
        held = self.make("charges", amount=300, currency="eur", source="tok_visa", capture=False)
        self.do("charges", held["id"], "capture")
        self.ask("POST", "/v1/charges", amount=300, currency="eur", source="tok_chargeDeclined")

    def setups(self) -> None:
        self.make("setup_intents")
        self.make("setup_intents", customer=self.buyer, payment_method="pm_card_visa")
        confirmed = {"customer": self.buyer, "payment_method": "pm_card_visa", "confirm": True}
        self.make("setup_intents", **confirmed)
        canceled = self.make("setup_intents", customer=self.buyer)
        self.do("setup_intents", canceled["id"], "cancel", cancellation_reason="abandoned")
        for succeed in (True, False, None):
            wanted = {**confirmed, "payment_method": "pm_card_authenticationRequired"}
            waiting = self.make("setup_intents", **wanted)
            if succeed is not None:
                self.sandbox.authenticate(waiting["id"], succeed)
            self.ask("GET", f"/v1/setup_intents/{waiting['id']}")
            attempts = self.ask("GET", "/v1/setup_attempts", setup_intent=waiting["id"])
            self.answers += attempts["data"]
        debit = {**self.only("sepa_debit"), "confirm": True}
        self.make("setup_intents", payment_method="pm_sepaDebit_success_de", **debit)
        for mandate in self.sandbox.all("mandate"):
            self.ask("GET", f"/v1/mandates/{mandate['id']}")

    def banks(self) -> None:
        """Payments that take days, and holds that run out."""
        for kind, name in (
            ("sepa_debit", "pm_sepaDebit_success_de"),
            ("sepa_debit", "pm_sepaDebit_failed_at"),
            ("us_bank_account", "pm_usBankAccount_processing"),
        ):
            currency = "usd" if kind == "us_bank_account" else "eur"
            fields = {**self.only(kind), "payment_method": name, "confirm": True}
            self.make("payment_intents", amount=4_000, currency=currency, **fields)
        self.pay("pendingRefund")
        self.pay("refundFail")
        for charge in self.sandbox.all("charge")[-2:]:
            self.make("refunds", charge=charge["id"])
        self.pay(capture_method="manual")
        self.pay("createIssuerFraudRecord")
        for card in ("authenticationRequired", "authenticationRequiredOnSetup"):
            waiting = self.pay(card)
            self.sandbox.authenticate(waiting["id"], card.endswith("Setup"))
            self.ask("GET", f"/v1/payment_intents/{waiting['id']}")
        self.pay("authenticationRequired", off_session=True)
        self.pay("radarBlock")

    def disputes(self) -> None:
        evidence = {"customer_name": "Ada", "uncategorized_text": "Sent."}
        for outcome in ("open", "review", "lost", "won"):
            self.pay("createDispute")
            dispute = self.sandbox.all("dispute")[-1]["id"]
            if outcome == "review":
                self.do("disputes", dispute, evidence=evidence, submit=True)
            if outcome == "won":
                won = {"uncategorized_text": "winning_evidence"}
                self.do("disputes", dispute, evidence=won, submit=True)
            if outcome == "lost":
                self.do("disputes", dispute, "close")
        for word in ("escalate_inquiry_evidence", "losing_evidence", "Sent."):
            self.pay("createDisputeInquiry")
            inquiry = self.sandbox.all("dispute")[-1]["id"]
            self.do("disputes", inquiry, evidence={"uncategorized_text": word}, submit=True)
        self.pay("createDisputeInquiry")

    def subscribe(self, **params: Any) -> Json:
        fields = {"customer": self.buyer, "items": [{"price": self.price}], **params}
        return self.make("subscriptions", **fields)

    def subscriptions(self) -> None:
        taxed = self.subscribe(default_tax_rates=[self.rate], discounts=[{"coupon": "TENTH"}])
        paths = ["discounts", "latest_invoice", "customer", "default_payment_method"]
        self.ask("GET", f"/v1/subscriptions/{taxed['id']}", expand=paths)
        self.subscribe(trial_period_days=14)
        self.subscribe(collection_method="send_invoice", days_until_due=14)
        self.subscribe(payment_behavior="default_incomplete")
        ended = self.subscribe()
        self.do("subscriptions", ended["id"], cancel_at_period_end=True)
        details = {"comment": "No more tea", "feedback": "unused"}
        self.ask("DELETE", f"/v1/subscriptions/{ended['id']}", cancellation_details=details)
        changed = self.subscribe()
        price = self.make("prices", product=self.product, **monthly(50))
        added = {"subscription": changed["id"], "price": price["id"], "quantity": 2}
        item = self.make("subscription_items", **added)
        self.do("subscription_items", item["id"], quantity=3)
        self.ask("DELETE", f"/v1/subscription_items/{item['id']}")

    def schedules(self) -> None:
        phases = [{"items": [{"price": self.price, "quantity": 1}], "end_date": NOW + 86_400}]
        for action in ("", "cancel", "release"):
            made = {"customer": self.buyer, "start_date": "now", "phases": phases}
            schedule = self.make("subscription_schedules", **made)
            if action:
                self.do("subscription_schedules", schedule["id"], action)
        running = self.subscribe()["id"]
        self.make("subscription_schedules", from_subscription=running)

    def invoice(self, amount: int = 500, **params: Any) -> str:
        invoice: str = self.make("invoices", customer=self.buyer, **params)["id"]
        item = {"customer": self.buyer, "invoice": invoice, "currency": "eur"}
        self.make("invoiceitems", amount=amount, description="A pot", **item)
        return invoice

    def invoices(self) -> None:
        self.make("invoiceitems", customer=self.buyer, amount=80, currency="eur")
        pot = self.make("prices", product=self.product, currency="eur", unit_amount=4_000)
        self.make("invoiceitems", customer=self.buyer, pricing={"price": pot["id"]}, quantity=2)
        self.invoice(default_tax_rates=[self.rate], discounts=[{"coupon": "TENTH"}])
        self.ask("DELETE", f"/v1/invoices/{self.invoice()}")
        for action in ("finalize", "void", "mark_uncollectible", "pay", "send"):
            invoice = self.invoice(auto_advance=False)
            if action in ("void", "mark_uncollectible"):
                self.do("invoices", invoice, "finalize")
            self.do("invoices", invoice, action)
        sent = self.invoice(collection_method="send_invoice", days_until_due=7)
        self.do("invoices", sent, "finalize")
        self.make("credit_notes", invoice=sent, amount=100, reason="order_change")
        self.do("invoices", sent, "pay", paid_out_of_band=True)
        credited = self.make(
            "credit_notes", invoice=sent, amount=50, credit_amount=50, memo="Sorry"
        )
        self.do("credit_notes", credited["id"], "void")
        self.ask("GET", f"/v1/invoices/{sent}", expand=["payments", "customer", "discounts"])
        running = self.subscribe()["id"]
        if self.version < "2025-03-31":
            self.ask("GET", "/v1/invoices/upcoming", subscription=running)
        else:
            self.make("invoices/create_preview", subscription=running)

    def usage(self) -> None:
        """A meter, what it counts, and credits for it; the customer's balance."""
        calls = {"display_name": "Calls", "event_name": "call"}
        meter = self.make("billing/meters", **calls, default_aggregation={"formula": "sum"})["id"]
        recurring = {"interval": "month", "usage_type": "metered", "meter": meter}
        made = {"product": self.product, "currency": "eur", "unit_amount": 5}
        price = self.make("prices", **made, recurring=recurring)["id"]
        buyer = self.make("customers", payment_method="pm_card_visa", name="Cay")["id"]
        self.make("subscriptions", customer=buyer, items=[{"price": price}])
        for number in "12":
            payload = {"stripe_customer_id": buyer, "value": "120"}
            event = {"event_name": "call", "payload": payload, "identifier": number}
            self.make("billing/meter_events", **event)
        canceled = {"event_name": "call", "type": "cancel", "cancel": {"identifier": "2"}}
        self.make("billing/meter_event_adjustments", **canceled)
        span = {"customer": buyer, "start_time": NOW - 60, "end_time": NOW + 7_200}
        page = self.ask("GET", f"/v1/billing/meters/{meter}/event_summaries", **span)
        self.answers += page["data"]
        amount = {"type": "monetary", "monetary": {"value": 150, "currency": "eur"}}
        scope = {"applicability_config": {"scope": {"price_type": "metered"}}}
        grants = [
            self.make("billing/credit_grants", customer=buyer, amount=amount, **scope)["id"]
            for _ in "123"
        ]
        self.do("billing/credit_grants", grants[1], "expire")
        self.do("billing/credit_grants", grants[2], "void")
        only = {"type": "applicability_scope", "applicability_scope": {"price_type": "metered"}}
        summary = "/v1/billing/credit_balance_summary"
        self.ask("GET", summary, customer=buyer, filter=only)
        self.do("customers", buyer, "balance_transactions", amount=-90, currency="eur")
        self.sandbox.advance(32 * 86_400)
        used = self.ask("GET", "/v1/billing/credit_balance_transactions", customer=buyer)
        self.answers += used["data"]
        self.do("billing/meters", meter, "deactivate")
        self.do("billing/meters", meter, "reactivate")

    def changes(self) -> None:
        """Prorations in each form, a cancellation that is billed, and one that waits to be paid."""
        large = self.make("prices", product=self.product, **monthly(5_000))["id"]
        changed = self.subscribe(discounts=[{"coupon": "TENTH"}])
        self.sandbox.advance(5 * 86_400)
        item = {"id": changed["items"]["data"][0]["id"], "price": large}
        now = {"items": [item], "proration_behavior": "always_invoice"}
        self.do("subscriptions", changed["id"], **now)
        details = {"items": [{**item, "price": self.price, "quantity": 2}]}
        if self.version < "2025-03-31":
            items = {"subscription_items": details["items"]}
            self.ask("GET", "/v1/invoices/upcoming", subscription=changed["id"], **items)
        else:
            preview = {"subscription": changed["id"], "subscription_details": details}
            self.make("invoices/create_preview", **preview)
        path = f"/v1/subscriptions/{changed['id']}"
        self.ask("DELETE", path, prorate=True, invoice_now=True)
        declined = self.do(
            "payment_methods", "pm_card_chargeCustomerFail", "attach", customer=self.buyer
        )
        waits = self.subscribe()
        settings = {"default_payment_method": declined["id"]}
        self.do("subscriptions", waits["id"], **settings)
        item = {"id": waits["items"]["data"][0]["id"], "price": large}
        now = {"items": [item], "proration_behavior": "always_invoice"}
        self.do("subscriptions", waits["id"], **now, payment_behavior="pending_if_incomplete")
        self.do("subscriptions", waits["id"], pause_collection={"behavior": "void"})

    def sessions(self) -> None:
        lines = [{"price": self.price, "quantity": 1}]
        page = {"success_url": "https://example.com/done", "cancel_url": "https://example.com"}
        made = {"line_items": lines, "mode": "subscription", **page}
        self.make("checkout/sessions", **made, customer=self.buyer, expand=["line_items"])
        expired = self.make("checkout/sessions", **made)
        self.do("checkout/sessions", expired["id"], "expire")
        self.make("checkout/sessions", mode="setup", currency="eur", **page)
        portal = {"customer": self.buyer, "return_url": "https://example.com"}
        self.make("billing_portal/sessions", **portal)

    def quotes(self) -> None:
        """Quotes in each state, a link, and pages that customers go through with."""
        once = self.make("prices", product=self.product, currency="eur", unit_amount=700)["id"]
        lines = [{"price": self.price, "quantity": 2}, {"price": once}]
        for end in ("", "finalize", "cancel", "accept"):
            made = self.make("quotes", customer=self.buyer, line_items=lines)["id"]
            if end == "accept":
                self.do("quotes", made, "finalize")
            if end:
                self.do("quotes", made, end)
            self.ask("GET", f"/v1/quotes/{made}", expand=["line_items"])
        only = [{"price": once, "quantity": 1}]
        sold = self.make("quotes", customer=self.buyer, line_items=only)["id"]
        self.do("quotes", sold, "finalize")
        self.do("quotes", sold, "accept")
        link = self.make("payment_links", line_items=only, expand=["line_items"])
        self.sandbox.checkout(link["id"], email="guest@example.com")
        page = {"success_url": "https://example.com/done"}
        data = {"invoice_creation": {"enabled": True}}
        paid = self.make("checkout/sessions", mode="payment", line_items=only, **page, **data)
        self.sandbox.checkout(paid["id"])
        self.ask("GET", f"/v1/checkout/sessions/{paid['id']}", expand=["line_items"])

    def endings(self) -> None:
        """Statuses that only time brings."""
        cards = ("visa", "chargeCustomerFail")
        good, bad = (
            self.make("customers", payment_method=f"pm_card_{card}")["id"] for card in cards
        )
        none = self.make("customers", name="Dee")["id"]
        item = {"items": [{"price": self.price}]}
        pause = {"trial_settings": {"end_behavior": {"missing_payment_method": "pause"}}}
        self.make("subscriptions", customer=none, **item, trial_period_days=2, **pause)
        self.make("subscriptions", customer=bad, **item)
        self.make("subscriptions", customer=bad, **item, trial_period_days=1)
        self.make(
            "subscriptions",
            customer=good,
            **item,
            collection_method="send_invoice",
            days_until_due=3,
        )
        day = {"items": [{"price": self.price}], "end_date": self.sandbox.clock.now() + 2 * 86_400}
        phases = {"start_date": "now", "phases": [day], "end_behavior": "cancel"}
        self.make("subscription_schedules", customer=good, **phases)
        self.sandbox.billing(after_retries="unpaid", retry_days=(1,))
        self.sandbox.advance(5 * 86_400)

    def money(self) -> None:
        for currency in ("usd", "bhd", "jpy"):
            fields = {"amount": 90_000, "currency": currency, "customer": None}
            self.pay("bypassPending", **{k: v for k, v in fields.items() if v})
        self.ask("GET", "/v1/balance")
        self.sandbox.bank_account(number="000111111113")
        for action in ("cancel", ""):
            payout = self.make("payouts", amount=100, currency="usd", metadata={"k": "v"})
            if action:
                self.do("payouts", payout["id"], action)
        self.make("payouts", amount=200, currency="usd", method="instant")
        seller = self.make("accounts", country="DE", email="seller@example.com", type="custom")[
            "id"
        ]
        bank = {"object": "bank_account", "country": "DE", "currency": "eur"}
        bank["account_number"] = "DE89370400440532013000"
        self.make(f"accounts/{seller}/external_accounts", external_account=bank)
        sent = self.make("transfers", amount=900, currency="usd", destination=seller)
        self.do("transfers", sent["id"], "reversals", amount=40)
        self.ask("GET", f"/v1/transfers/{sent['id']}")
        shared = {"transfer_data": {"destination": seller}, "application_fee_amount": 123}
        paid = self.pay(**shared)
        back = {"reverse_transfer": True, "refund_application_fee": True}
        self.make("refunds", payment_intent=paid["id"], amount=1_000, **back)
        fee = self.sandbox.all("application_fee")[0]["id"]
        self.make(f"application_fees/{fee}/refunds", amount=10)
        self.ask("GET", f"/v1/application_fees/{fee}")
        self.make("topups", amount=700, currency="usd", description="More")
        self.make("topups", amount=700, currency="usd", source="btok_us_verified_noAccount")
        canceled = self.make("topups", amount=700, currency="usd")
        self.do("topups", canceled["id"], "cancel")
        self.make("tokens", card={"number": "4242424242424242", "exp_month": 1, "exp_year": 2030})
        self.make("tokens", bank_account={**US_BANK, "currency": "usd"})
        self.ask("GET", "/v1/account")
        self.sandbox.advance(9 * 86_400)
        for path in ("topups", "application_fees", "radar/early_fraud_warnings"):
            self.answers += self.ask("GET", f"/v1/{path}")["data"]
        self.ask("GET", "/v1/balance")

    def rest(self) -> None:
        self.make("sources", type="ach_credit_transfer", currency="usd")
        file = self.upload()["id"]
        self.make("file_links", file=file)
        invoice = self.sandbox.all("invoice")[0]["id"]
        self.answers += self.ask("GET", f"/v1/invoices/{invoice}/lines")["data"]
        hook = {"url": "https://example.com/hook", "enabled_events": ["*"]}
        endpoint = self.make("webhook_endpoints", **hook, description="All")
        self.do("webhook_endpoints", endpoint["id"], disabled=True)
        self.ask("DELETE", f"/v1/webhook_endpoints/{endpoint['id']}")
        self.make("webhook_endpoints", **hook, api_version="2024-06-20")
        clock = self.make("test_helpers/test_clocks", frozen_time=NOW, name="Later")
        self.do("test_helpers/test_clocks", clock["id"], "advance", frozen_time=NOW + 86_400)


US_BANK = {"country": "US", "account_number": "000123456789", "routing_number": "110000000"}
SHIPPING = {"name": "Ada", "address": {"line1": "1 Mill Lane", "country": "GB"}}


def monthly(amount: int) -> Json:
    return {"currency": "eur", "unit_amount": amount, "recurring": {"interval": "month"}}
