from __future__ import annotations

from typing import Any

import pytest
import stripe

from djstripe.exceptions import IncompleteList, NotListable
from djstripe.snapshot import Door, Stamp

from .fakes import (
    NOW,
    FakeTransport,
    Reply,
    Request,
    cut_list,
    failure,
    for_tests,
    gateway_over,
)


def thing(n: int, **more: Any) -> dict[str, Any]:
    return {"id": f"in_{n}", "object": "invoice", **more}


def server_of(*things: dict[str, Any]) -> Any:
    """A list endpoint with cursors in both directions."""

    def answer(request: Request) -> Reply:
        query, ids = request.query, [t["id"] for t in things]
        limit = int(query["limit"][0])
        if "ending_before" in query:
            end = ids.index(query["ending_before"][0])
            start = max(end - limit, 0)
            return Reply(cut_list(request.path, *things[start:end], has_more=start > 0))
        start = ids.index(query["starting_after"][0]) + 1 if "starting_after" in query else 0
        page = things[start : start + limit]
        return Reply(cut_list(request.path, *page, has_more=start + limit < len(things)))

    return answer


def ids(pages: Any) -> list[list[str]]:
    return [[s.id for s in page.snapshots] for page in pages]


def test_every_page_newest_first() -> None:
    transport = FakeTransport(server_of(*[thing(n) for n in range(5)]))
    gateway = gateway_over(transport)

    pages = list(
        gateway.pages("/v1/invoices", for_tests(), params={"status": "all"}, expand=["c"], limit=2)
    )

    assert ids(pages) == [["in_0", "in_1"], ["in_2", "in_3"], ["in_4"]]
    assert [p.has_more for p in pages] == [True, True, False]
    assert [p.cursor for p in pages] == ["in_1", "in_3", "in_4"]
    assert {s.door for p in pages for s in p.snapshots} == {Door.BACKFILL}
    assert pages[0].stamp == pages[0].snapshots[0].stamp
    for request in transport.requests:
        assert (request.query["status"], request.query["expand[0]"]) == (["all"], ["data.c"])


def test_a_run_goes_on_where_it_was_cut_off() -> None:
    transport = FakeTransport(server_of(*[thing(n) for n in range(5)]))

    pages = gateway_over(transport).pages(
        "/v1/invoices", for_tests(), limit=2, starting_after="in_1"
    )

    assert ids(pages) == [["in_2", "in_3"], ["in_4"]]


def test_before_a_cursor_the_pages_run_from_old_to_new() -> None:
    transport = FakeTransport(server_of(*[thing(n) for n in range(6)]))

    pages = gateway_over(transport).pages(
        "/v1/events", for_tests(), params={"ending_before": "in_5"}, limit=2
    )

    assert ids(pages) == [["in_4", "in_3"], ["in_2", "in_1"], ["in_0"]]


def test_an_empty_page_is_not_the_end() -> None:
    """The SDK's own iterator stops here, and what follows is lost."""
    transport = FakeTransport(
        Reply(cut_list("/v1/x")), Reply(cut_list("/v1/x", thing(1), has_more=False))
    )

    assert ids(gateway_over(transport).pages("/v1/x", for_tests())) == [[], ["in_1"]]


@pytest.mark.parametrize("page", [[], [thing(1)]], ids=["empty", "same"])
def test_a_list_that_does_not_get_on_is_an_error_and_not_an_end(page: list[Any]) -> None:
    transport = FakeTransport(Reply(cut_list("/v1/x", *page)))

    with pytest.raises(IncompleteList, match="/v1/x"):
        list(gateway_over(transport).pages("/v1/x", for_tests()))


def test_what_is_no_list_is_not_listable() -> None:
    with pytest.raises(NotListable):
        list(gateway_over(FakeTransport(Reply(thing(1)))).pages("/v1/x", for_tests()))


def test_pages_of_api_v2() -> None:
    transport = FakeTransport(
        Reply({"data": [thing(1)], "next_page_url": "/v2/core/accounts?page=abc&limit=1"}),
        Reply({"data": [], "next_page_url": "/v2/core/accounts?page=def&limit=1"}),
        Reply({"data": [thing(2)], "next_page_url": None}),
    )

    pages = list(
        gateway_over(transport).pages("/v2/core/accounts", for_tests(), expand=["identity"])
    )

    assert ids(pages) == [["in_1"], [], ["in_2"]]
    assert all(p.lags for p in pages)
    assert transport.requests[0].query == {"limit": ["100"], "include[0]": ["identity"]}
    assert transport.requests[2].query == {"page": ["def"], "limit": ["1"]}


def test_pages_of_a_search() -> None:
    found = {"object": "search_result", "url": "/v1/customers/search"}
    transport = FakeTransport(
        Reply({**found, "data": [thing(1)], "has_more": True, "next_page": "p2"}),
        Reply({**found, "data": [thing(2)], "has_more": False, "next_page": None}),
    )

    pages = list(
        gateway_over(transport).pages("/v1/customers/search", for_tests(), params={"query": "q"})
    )

    assert ids(pages) == [["in_1"], ["in_2"]]
    assert all(p.lags for p in pages)
    assert transport.requests[1].query["page"] == ["p2"]


# --- lists inside objects


def line(n: int) -> dict[str, Any]:
    return {"id": f"il_{n}", "object": "line_item"}


def lines(*numbers: int, has_more: bool = True) -> dict[str, Any]:
    return cut_list("/v1/invoices/in_1/lines", *map(line, numbers), has_more=has_more)


def line_ids(snapshot: Any) -> list[str]:
    return [element["id"] for element in snapshot.data["lines"]["data"]]


def test_a_list_inside_an_object_is_completed() -> None:
    tickets = iter([1, 2, 3])
    transport = FakeTransport(
        Reply(thing(1, lines=lines(1, 2))),
        Reply(lines(3, 4), headers={"Date": "Sun, 22 Nov 2026 12:00:05 GMT"}),
        Reply(lines(5, has_more=False), headers={"Date": "Sun, 22 Nov 2026 12:00:09 GMT"}),
    )
    gateway = gateway_over(transport, read_ticket=lambda: next(tickets))

    snapshot = gateway.retrieve(
        "/v1/invoices/in_1", for_tests(), expand=["customer", "lines.data.discounts"]
    )

    assert line_ids(snapshot) == ["il_1", "il_2", "il_3", "il_4", "il_5"]
    assert snapshot.data["lines"]["has_more"] is False
    assert snapshot.stamp == Stamp.of_answer(NOW, 0, 1)
    assert snapshot.sets_stamp == Stamp(NOW - 1, NOW + 10, 1)
    assert transport.requests[1].path == "/v1/invoices/in_1/lines"
    assert transport.requests[1].query == {
        "limit": ["100"],
        "starting_after": ["il_2"],
        "expand[0]": ["data.discounts"],
    }
    assert transport.requests[2].query["starting_after"] == ["il_4"]


def test_a_complete_object_needs_nothing_more() -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1, has_more=False))))

    snapshot = gateway_over(transport).retrieve("/v1/invoices/in_1", for_tests())

    assert snapshot.sets_stamp is None
    assert len(transport.requests) == 1


def test_lists_on_a_page_and_deep_inside() -> None:
    deep = thing(1, parent={"subscription": {"items": lines(1)}})
    transport = FakeTransport(
        Reply(cut_list("/v1/invoices", deep, thing(2), has_more=False)),
        Reply(lines(2, has_more=False)),
    )

    (page,) = gateway_over(transport).pages(
        "/v1/invoices", for_tests(), expand=["parent.subscription.items.data.x"]
    )

    one, two = page.snapshots
    assert len(one.data["parent"]["subscription"]["items"]["data"]) == 2
    assert one.sets_stamp is not None
    assert two.sets_stamp is None
    assert transport.requests[1].query["expand[0]"] == ["data.x"]


def test_the_address_of_a_list_may_have_a_query() -> None:
    items = cut_list("/v1/subscription_items?subscription=sub_1", line(1))
    transport = FakeTransport(
        Reply({"id": "sub_1", "object": "subscription", "items": items}),
        Reply(lines(2, has_more=False)),
    )

    gateway_over(transport).retrieve("/v1/subscriptions/sub_1", for_tests())

    assert transport.requests[1].path == "/v1/subscription_items"
    assert transport.requests[1].query["subscription"] == ["sub_1"]


def test_lists_inside_the_rest_are_completed_too() -> None:
    inner = {"id": "il_2", "object": "line_item", "taxes": cut_list("/v1/t", line(8))}
    transport = FakeTransport(
        Reply(thing(1, lines=lines(1))),
        Reply(cut_list("/v1/invoices/in_1/lines", inner, has_more=False)),
        Reply(cut_list("/v1/t", line(9), has_more=False)),
    )

    snapshot = gateway_over(transport).retrieve("/v1/invoices/in_1", for_tests())

    assert len(snapshot.data["lines"]["data"][1]["taxes"]["data"]) == 2


def test_what_an_event_holds_is_left_as_it_was() -> None:
    event = {"id": "evt_1", "object": "event", "data": {"object": thing(1, lines=lines(1))}}
    transport = FakeTransport(Reply(cut_list("/v1/events", event, has_more=False)))

    (page,) = gateway_over(transport).pages("/v1/events", for_tests())

    assert page.snapshots[0].data == event
    assert len(transport.requests) == 1


@pytest.mark.parametrize(
    "rest",
    [
        failure(404, "resource_missing"),
        failure(403),
        Reply(lines()),
        Reply({"object": "oddity"}),
    ],
)
def test_a_list_that_stripe_does_not_give_out_stays_cut(rest: Reply) -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1, 2))), rest)

    snapshot = gateway_over(transport).retrieve("/v1/invoices/in_1", for_tests())

    assert snapshot.data == thing(1, lines=lines(1, 2))
    assert snapshot.sets_stamp is None


@pytest.mark.parametrize("url", ["https://evil.example/v1/x", "/v1/../x", "//evil"])
def test_the_address_of_a_list_leads_nowhere_else(url: str) -> None:
    cut = thing(1, lines=cut_list(url, line(1)))
    transport = FakeTransport(Reply(cut))

    snapshot = gateway_over(transport).retrieve("/v1/invoices/in_1", for_tests())

    assert snapshot.data == cut
    assert len(transport.requests) == 1


def test_a_list_that_is_too_long_stays_cut() -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1))), Reply(lines(2)))
    gateway = gateway_over(transport, max_requests_per_object=3)

    snapshot = gateway.retrieve("/v1/invoices/in_1", for_tests())

    assert line_ids(snapshot) == ["il_1"]
    assert snapshot.sets_stamp is None
    assert len(transport.requests) == 4


def test_completing_can_be_switched_off() -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1))))

    snapshot = gateway_over(transport, completes_lists=False).retrieve("/v1/i/1", for_tests())

    assert line_ids(snapshot) == ["il_1"]


def test_what_was_done_is_told_even_if_the_rest_cannot_be_read() -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1))), failure(500))

    snapshot = gateway_over(transport).create("/v1/invoices", for_tests())

    assert line_ids(snapshot) == ["il_1"]
    assert snapshot.door is Door.VERB


def test_a_reading_that_broke_off_is_an_error() -> None:
    transport = FakeTransport(Reply(thing(1, lines=lines(1))), failure(500))

    with pytest.raises(stripe.APIError):
        gateway_over(transport).retrieve("/v1/invoices/in_1", for_tests())
