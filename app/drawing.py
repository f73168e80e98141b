"""`rapport map`: a decision map in the terminal, as a tree of who reports to whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from rich.tree import Tree

from app.asking import ask_as, find_account, moment_of
from app.console import answer, rendered
from domain.codes import CompletenessCheck, Coverage, Influence, MapStatus, Support
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.asking import Asker
    from domain.codes import Labelled

    Answer = Mapping[str, Any]

_MAP: Final = """
query($id: ID!, $opportunity: ID, $at: DateTime) {
  account(id: $id) {
    name
    decisionMap(opportunityId: $opportunity, asOf: $at) {
      id asOf status
      opportunity { name }
      supportScore { value }
      completeness { value items { check done } }
      stakeholders {
        id label placeholder leftAt roles influence support keyPlayer weight
        title person { id } coverage { value source interactions }
      }
      ties { kind source { id label } target { id label } strength polarity }
    }
  }
}
"""
_WORDS: Final[Mapping[str, Text]] = {
    "standing": Text("standing map", "客户关系图"),
    "as of": Text(" (as of {} UTC)", "（截至 {} UTC）"),
    "score": Text("support score", "支持得分"),
    "unknown": Text("unknown", "未知"),
    "complete": Text("completeness", "完整度"),
    "missing": Text(" (missing: {})", "（缺少：{}）"),
    "empty": Text("Nobody is in this map yet.", "关系图中还没有人。"),
    "left": Text("left", "已离开"),
    "influence": Text("Influence:", "影响："),
    "conflict": Text(", conflict", "，冲突"),
    "separator": Text(", ", "、"),
}
_UNKNOWN: Final = "?"


def draw_map(
    named: str, *, opportunity_id: str | None, at: str | None, email: str | None, chinese: bool, as_json: bool
) -> None:
    """Print an account's map: as a tree for a person, as the API answers it for a script."""
    moment = moment_of(at, "--at").isoformat() if at is not None else None

    async def read(asker: Asker) -> Answer:
        account = await find_account(asker.store, named)
        given = {"id": account.id, "opportunity": opportunity_id, "at": moment}
        return (await asker.ask(_MAP, **given))["account"]

    found = ask_as(email, "zh" if chinese else "en", read)
    answer(found, map_words(found, chinese=chinese), as_json=as_json)


def map_words(account: Answer, *, chinese: bool) -> str:
    """Return a map as it is drawn in a terminal."""
    map_: Answer = account["decisionMap"]
    return "\n".join(
        [
            _title(account, chinese=chinese),
            _scores(map_, chinese=chinese),
            *_tree(map_, chinese=chinese),
            *_influences(map_, chinese=chinese),
        ]
    )


def _title(account: Answer, *, chinese: bool) -> str:
    map_ = account["decisionMap"]
    deal = map_["opportunity"]
    of = deal["name"] if deal is not None else _word("standing", chinese=chinese)
    as_of = map_["asOf"]
    when = _word("as of", chinese=chinese).format(as_of[:16].replace("T", " ")) if as_of is not None else ""
    return f"{account['name']} · {of}{when}"


def _scores(map_: Answer, *, chinese: bool) -> str:
    value = map_["supportScore"]["value"]
    score = f"{value:+.0f}" if value is not None else _word("unknown", chinese=chinese)
    items = map_["completeness"]["items"]
    lacking = [_label(CompletenessCheck(i["check"]), chinese=chinese) for i in items if not i["done"]]
    names = _word("separator", chinese=chinese).join(lacking)
    missing = _word("missing", chinese=chinese).format(names) if lacking else ""
    done = sum(item["done"] for item in items)
    return " · ".join(
        [
            _label(MapStatus(map_["status"]), chinese=chinese),
            f"{_word('score', chinese=chinese)} {score}",
            f"{_word('complete', chinese=chinese)} {done}/{len(items)}{missing}",
        ]
    )


def _tree(map_: Answer, *, chinese: bool) -> list[str]:
    people: Sequence[Answer] = map_["stakeholders"]
    if not people:
        return [_word("empty", chinese=chinese)]
    manager = {t["source"]["id"]: t["target"]["id"] for t in map_["ties"] if t["kind"] == "REPORTS_TO"}
    below: defaultdict[str | None, list[Answer]] = defaultdict(list)
    for one in people:
        below[manager.get(one["id"])].append(one)
    root = Tree("", hide_root=True)
    _grow(root, below, None, chinese=chinese)
    return rendered(root).splitlines()


def _grow(tree: Tree, below: Mapping[str | None, Sequence[Answer]], of: str | None, *, chinese: bool) -> None:
    for one in below.get(of, ()):
        _grow(tree.add(_line(one, chinese=chinese)), below, one["id"], chinese=chinese)


def _line(one: Answer, *, chinese: bool) -> str:
    """Return a person in a line: support, name, title, roles, influence, coverage."""
    support = Support(one["support"]).symbol if one["support"] is not None else _UNKNOWN
    title = f", {one['title']}" if one["title"] else ""
    roles = " ".join(role[0] for role in one["roles"])
    influence = Influence(one["influence"]) if one["influence"] is not None else None
    parts = [
        f"{support} {one['label']}{title}",
        roles,
        _label(influence, chinese=chinese) if influence is not None else "",
        _label(Coverage(one["coverage"]["value"]), chinese=chinese) if not one["placeholder"] else "",
        f"{_word('left', chinese=chinese)} {one['leftAt'][:10]}" if one["leftAt"] is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _influences(map_: Answer, *, chinese: bool) -> Iterator[str]:
    ties = [tie for tie in map_["ties"] if tie["kind"] == "INFLUENCES"]
    if ties:
        yield _word("influence", chinese=chinese)
    for tie in ties:
        conflict = _word("conflict", chinese=chinese) if tie["polarity"] == "NEGATIVE" else ""
        yield f"  {tie['source']['label']} → {tie['target']['label']} ({tie['strength']:.0f}{conflict})"


def _label(value: Labelled, *, chinese: bool) -> str:
    return value.label.zh if chinese else value.label.en


def _word(name: str, *, chinese: bool) -> str:
    return _WORDS[name].zh if chinese else _WORDS[name].en
