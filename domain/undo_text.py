"""What was said since, in words: why a change cannot be taken back."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.change import Corrected
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.interaction import Interacted
from domain.merge import Merged
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.playbook_entry import PlayDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.text import Text
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.fact import Fact, Statement

_WORDS: Mapping[type, Text] = {
    AccountDescribed: Text("what was said of an account", "对客户的说明"),
    PersonDescribed: Text("what was said of a person", "对联系人的说明"),
    SellerDescribed: Text("what was said of a seller", "对我方人员的说明"),
    OpportunityDescribed: Text("what was said of an opportunity", "对商机的说明"),
    OpportunityClosed: Text("the closing of an opportunity", "商机的关闭"),
    EmployedAt: Text("an employment", "任职"),
    StakeholderAdded: Text("a place in a decision map", "决策关系图中的位置"),
    StakeholderRemoved: Text("a removal from a decision map", "移出决策关系图"),
    StakeholderNamed: Text("the naming of a stakeholder", "占位角色的指名"),
    StakeholderPlaced: Text("where a card lies", "卡片的位置"),
    RoleGiven: Text("the roles of a stakeholder", "正式购买角色"),
    Assessed: Text("an assessment", "评估"),
    ReportsTo: Text("a line of reporting", "汇报关系"),
    Influences: Text("an influence", "影响关系"),
    Knows: Text("an acquaintance", "人际圈关系"),
    StageMoved: Text("a move to a stage", "阶段变动"),
    Referred: Text("a referral", "推荐"),
    ReferralAdvanced: Text("a step of a referral", "推荐的进展"),
    Interacted: Text("an interaction", "互动"),
    Ordered: Text("an order", "订单"),
    ContactLevelStated: Text("the level of a contact", "关系层级"),
    CommitmentMade: Text("a commitment", "承诺"),
    CommitmentSettled: Text("the outcome of a commitment", "承诺的结果"),
    FindingDismissed: Text("the dismissal of an insight", "对洞察的忽略"),
    FindingDone: Text("an insight marked as done", "洞察的完成"),
    FindingReopened: Text("the reopening of an insight", "洞察的重新打开"),
    FindingAssigned: Text("the assignment of an insight", "洞察的分派"),
    PlayDescribed: Text("advice in the playbook", "打法库中的内容"),
    Corrected: Text("a correction", "更正"),
    Merged: Text("a merge", "合并"),
}

# Of whom it is said: {} is the name. What is not here is said to have been recorded, by what `_WORDS` calls it.
_HAPPENED: Final[Mapping[type, Text]] = {
    AccountDescribed: Text("{} was changed", "修改了{}的资料"),
    PersonDescribed: Text("{} was changed", "修改了{}的资料"),
    SellerDescribed: Text("{} was changed", "修改了{}的资料"),
    OpportunityDescribed: Text("{} was changed", "修改了{}的资料"),
    OpportunityClosed: Text("{} was closed", "关闭了{}"),
    StakeholderAdded: Text("{} was added to a decision map", "将{}加入了决策关系图"),
    StakeholderRemoved: Text("{} was removed from a decision map", "将{}移出了决策关系图"),
    StakeholderNamed: Text("a placeholder was named as {}", "将占位角色指名为{}"),
    StakeholderPlaced: Text("the card of {} was moved", "移动了{}的卡片"),
    RoleGiven: Text("{} was given roles", "设置了{}的正式购买角色"),
    Assessed: Text("{} was assessed", "评估了{}"),
    ReportsTo: Text("whom {} reports to was said", "设置了{}的汇报关系"),
    StageMoved: Text("{} was moved to a stage", "变动了{}的阶段"),
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SOMETHING: Final = Text("something", "某项内容")


def built_on(fact: Fact, names: Mapping[str, str]) -> Text:
    """Return what a fact says that builds on a change, of whom, by whom and when it was recorded, and what to do."""
    said, at = fact.statement, fact.recorded_at.astimezone(UTC)
    known = [names[id_] for id_ in named_by(said) if id_ in names]
    what, by = _what(said, known), names.get(fact.by or "")
    en = f"{what.en}{f' by {by}' if by else ''} on {at.day} {_MONTHS[at.month - 1]} {at.year} since"
    zh = f"此后{by or ''}于{at.year}年{at.month}月{at.day}日{what.zh}"
    return Text(
        f"{en[0].upper()}{en[1:]} ({fact.change}). Undo that first.", f"{zh}（{fact.change}）。请先撤销该变更。"
    )


def _what(said: Statement, known: Sequence[str]) -> Text:
    happened = _HAPPENED.get(type(said))
    if happened is not None:
        en, zh = (known[0], known[0]) if known else (_SOMETHING.en, _SOMETHING.zh)
        return Text(happened.en.format(en), happened.zh.format(zh))
    what = _WORDS[type(said)]
    about = Text(f" ({', '.join(known)})", f"（{'、'.join(known)}）") if known else Text("", "")
    return Text(f"{what.en}{about.en} was recorded", f"记录了{what.zh}{about.zh}")


def named_by(said: Statement) -> tuple[str, ...]:
    """Return the ids of those whom a statement is about in the first place: they are named where it is told."""
    if isinstance(said, Referred):
        return (said.referrer, said.referred)
    if isinstance(said, Interacted | Ordered | CommitmentMade | CommitmentSettled):
        return (said.account_id,)
    if isinstance(said, StakeholderNamed):
        return (said.person_id,)
    if isinstance(said, Merged):
        return (said.kept_id,)
    parts = said.subject.split("/")
    return tuple(parts[-1:] if isinstance(said, ReportsTo | StageMoved) else parts)
