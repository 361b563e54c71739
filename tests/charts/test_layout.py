"""No label touches a label, a mark, a leader or the frame."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.charts.layout import Box, Label, Spot, levels, place, settle, shares

FRAME = Box(0, 0, 400, 200)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(st.floats(-20, 400)), draw(st.floats(-20, 200))
    return Box(x, y, x + draw(st.floats(1, 120)), y + draw(st.floats(1, 30)))


@st.composite
def spots(draw: st.DrawFn) -> Spot:
    box = draw(boxes())
    pole = Box(box.x0 - 3, box.y0, box.x0 - 2, box.y1 + draw(st.floats(0, 60)))
    return Spot(box, (pole,) if draw(st.booleans()) else ())


labels = st.lists(st.lists(spots(), max_size=5), max_size=25)


@settings(deadline=None)
@given(labels, st.lists(boxes(), max_size=15))
def test_nothing_placed_touches_anything(wanted: list[list[Spot]], obstacles: list[Box]) -> None:
    for chosen in (place, settle):
        placement = chosen([Label(key, given) for key, given in enumerate(wanted)], obstacles, FRAME)
        assert set(placement.placed) | set(placement.dropped) == set(range(len(wanted)))
        assert not set(placement.placed) & set(placement.dropped)
        parts = [[spot.box, *spot.leader] for spot in placement.placed.values()]
        for mine in parts:
            assert all(box.inside(FRAME) for box in mine)
            assert not any(box.hits(mark) for box in mine for mark in obstacles)
        for one, other in combinations(parts, 2):
            assert not any(a.hits(b) for a in one for b in other)


@settings(deadline=None)
@given(labels, st.lists(boxes(), max_size=15))
def test_settling_never_places_less(wanted: list[list[Spot]], obstacles: list[Box]) -> None:
    asked = [Label(key, given) for key, given in enumerate(wanted)]
    assert len(settle(asked, obstacles, FRAME).placed) >= len(place(asked, obstacles, FRAME).placed)


def test_the_first_free_spot_is_taken_and_air_is_kept() -> None:
    mark = Box(0, 0, 10, 10)
    near, far = Spot(Box(12, 0, 20, 10)), Spot(Box(16, 0, 24, 10))
    assert place([Label("a", [near, far])], [mark], FRAME).placed["a"] == near
    assert place([Label("a", [near, far])], [mark], FRAME, air=4).placed["a"] == far


def test_a_label_that_was_blocked_gets_its_turn() -> None:
    here, there = Spot(Box(0, 0, 10, 10)), Spot(Box(20, 0, 30, 10))
    asked = [Label("free", [here, there]), Label("bound", [here])]
    assert place(asked, [], FRAME).dropped == ("bound",)
    assert settle(asked, [], FRAME).dropped == ()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=40))
def test_levels_keep_intervals_apart(raw: list[tuple[int, int]]) -> None:
    spans = [(float(left), float(left + width)) for left, width in raw]
    on = levels(spans)
    for (i, a), (j, b) in combinations(enumerate(spans), 2):
        assert on[i] != on[j] or a[1] <= b[0] or b[1] <= a[0]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=10), st.floats(1, 500))
def test_shares_fill_the_room_and_exceed_no_need(needs: list[float], room: float) -> None:
    given_out = shares(needs, room)
    assert all(part <= need + 1e-6 for part, need in zip(given_out, needs, strict=True))
    assert abs(sum(given_out) - min(sum(needs), room)) < 1e-6
