"""The advice that ships, as data: id, what it answers, and its text in both languages (domain.md §6, §8–§10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import PlayTopic
from domain.playbook_entry import Answer, PlaybookEntry
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_T = PlayTopic


def _rules(*ids: str) -> tuple[Answer, ...]:
    return tuple(Answer(_T.RULE, id_) for id_ in ids)


def _lines(topic: PlayTopic, key: str | None, *texts: tuple[str, str]) -> Iterable[PlaybookEntry]:
    """Return the advice on one thing, numbered from 1 in the ids."""
    word = topic.value if key is None else f"{topic.value}-{key}"
    name = word.lower().replace("_", "-").replace("/", "-")
    for number, (en, zh) in enumerate(texts, 1):
        yield PlaybookEntry(f"{name}-{number}", (Answer(topic, key),), Text(en, zh))


_SPONSOR = (
    ("Talk about the problems of their work.", "谈对方工作中的问题。"),
    ("Find the reasons and the drive to change.", "找出改变现状的理由与动力。"),
    ("Let them feel what it costs to leave it so.", "让对方感受到维持现状的代价。"),
    ("Learn how they picture the solution.", "了解对方心目中的解决方案。"),
    ("Help them to that picture.", "帮助对方实现这一设想。"),
)
_ON_RULES = (
    (
        "name-the-role",
        ("no-approver", "no-decider", "no-evaluator", "no-user"),
        "Ask whom you know best there who holds the role, and be introduced to them.",
        "向最熟悉的对方人员了解该角色由谁担任，并请其引见。",
    ),
    (
        "placeholder-to-name",
        ("no-approver", "no-decider", "no-evaluator", "no-user"),
        "Ask how such a decision was made the last time: the names come with the story.",
        "询问上一次类似决策的过程：从中可得知相关人员的姓名。",
    ),
    (
        "opponent-listen",
        ("opponent-decides", "outnumbered"),
        "Ask the opponent what they would lose, listen, and answer that; do not argue.",
        "询问反对者担心失去什么，耐心倾听并作出回应，不要争辩。",
    ),
    (
        "opponent-around",
        ("opponent-decides", "opponent-near-power", "outnumbered"),
        "Let somebody whom the opponent trusts speak for the solution.",
        "请反对者信任的人为方案说话。",
    ),
    (
        "power-first",
        ("opponent-near-power",),
        "Reach the decider before the opponent does: with facts, figures and a reference.",
        "先于反对者接触决策者：带上事实、数据与样板客户。",
    ),
    (
        "ask-who-objects",
        ("no-opponent-known",),
        "Ask a supporter who would rather leave it as it is, and who prefers another supplier.",
        "询问支持者：谁宁愿维持现状，谁倾向其他供应商。",
    ),
    (
        "win-weight",
        ("outnumbered",),
        "Win one person of weight rather than several without.",
        "与其争取多位无足轻重的人，不如争取一位有分量的人。",
    ),
    (
        "meet-key-player",
        ("key-player-uncovered",),
        "Meet them through whoever of theirs has their ear; bring something of use to them.",
        "通过对其有影响力的人安排会面，并带去对其有用的内容。",
    ),
    (
        "keep-promise",
        ("promise-overdue",),
        "Keep it today, or say today when and why later, before they ask.",
        "今天就兑现；如不能，在对方询问之前说明原因与新的时间。",
    ),
    (
        "social-bond",
        ("financial-bond-only",),
        "Add personal bonds to the price: regular talks, shared occasions, named contacts.",
        "在价格之外建立社交纽带：定期交流、共同活动、专人对接。",
    ),
    (
        "structural-bond",
        ("financial-bond-only",),
        "Tie the work together: shared systems, processes or projects that are hard to replace.",
        "建立结构性联系：共用系统、流程或项目，使之难以替代。",
    ),
    (
        "second-thread",
        ("single-thread",),
        "Bring a second colleague of ours to a second person of theirs within the month.",
        "一个月内让我方第二位同事与对方第二位人员建立联系。",
    ),
    (
        "meet-hidden-influencer",
        ("hidden-influencer",),
        "Ask for their opinion: others do.",
        "主动征求其意见：其他人都在听取其意见。",
    ),
    (
        "assess-anew",
        ("stale-assessment",),
        "Ask where they stand today, and write down what shows it.",
        "询问其目前的态度，并记录依据。",
    ),
    (
        "get-in-touch",
        ("going-dark", "fading-customer"),
        "Call with a reason of theirs, not of ours: news, help, a question about their work.",
        "以对方关心的理由联系：新信息、帮助，或询问其工作。",
    ),
    (
        "handover",
        ("sponsor-left",),
        "Ask who leaves for an introduction to the successor, and keep in touch where they go.",
        "请离职者引见接替人，并与其在新单位保持联系。",
    ),
    (
        "welcome-arrival",
        ("sponsor-arrived",),
        "Congratulate, ask what they are to achieve there, and offer to help with it.",
        "表示祝贺，询问其在新单位的目标，并提供帮助。",
    ),
    (
        "ask-for-stand",
        ("inner-circle-unknown",),
        "Ask a sponsor how they see it; then ask them yourself.",
        "先向赞助者了解其看法，再当面询问本人。",
    ),
    (
        "settle-stage",
        ("stage-mismatch",),
        "Look at the evidence together with the team, and record the stage that it shows.",
        "与团队一起核对依据，并记录其所显示的阶段。",
    ),
    (
        "next-stage",
        ("stalled-stage",),
        "Agree with the customer on one next step with a date, or move them down with the reason.",
        "与客户约定一个有日期的下一步，否则注明原因并下调阶段。",
    ),
    (
        "ask-for-referral",
        ("advocate-unasked",),
        "Ask for one introduction by name, after something that went well.",
        "在一次成功之后，请其具体引荐一位人选。",
    ),
    (
        "thank-and-call",
        ("referral-untouched",),
        "Call the referred party today, and tell the referrer what came of it.",
        "今天就联系被推荐人，并把结果告知推荐人。",
    ),
    (
        "show-reference",
        ("reference-candidate",),
        "Ask whether a prospect of the same industry may visit; prepare both sides.",
        "询问可否接待同行业潜在客户参观，并做好双方准备。",
    ),
    (
        "next-step-of-case",
        ("complaint-stuck",),
        "Take the next step of the case today, and say who does what by when.",
        "今天推进客诉的下一步，并说明谁在何时做什么。",
    ),
    (
        "ask-why",
        ("churn-risk", "fading-customer"),
        "Ask openly what has changed, before the decision is made.",
        "在对方做出决定之前，坦诚询问发生了什么变化。",
    ),
)

SHIPPED: Final[tuple[PlaybookEntry, ...]] = (
    *(
        PlaybookEntry(f"sponsor-{number}", _rules("no-sponsor", "sponsor-left"), Text(en, zh))
        for number, (en, zh) in enumerate(_SPONSOR, 1)
    ),
    *(PlaybookEntry(id_, _rules(*rules), Text(en, zh)) for id_, rules, en, zh in _ON_RULES),
    *_lines(
        _T.STAGE,
        "LOYALTY/PROSPECT",
        ("Identify their means to buy.", "识别购买力。"),
        ("Wake the need.", "唤起需求。"),
    ),
    *_lines(
        _T.STAGE,
        "LOYALTY/CUSTOMER",
        ("Recommend to the need.", "按需推荐。"),
        ("Show value for money.", "突出性价比。"),
    ),
    *_lines(
        _T.STAGE,
        "LOYALTY/CLIENT",
        ("Keep records of them.", "建立客户档案。"),
        ("Reward: points for members.", "给予会员积分。"),
        ("Tell what is new.", "通知新品。"),
    ),
    *_lines(
        _T.STAGE,
        "LOYALTY/SUPPORTER",
        ("Give value that they can feel.", "提供可感知的价值。"),
        ("Tie personal bonds.", "建立个性化纽带。"),
    ),
    *_lines(
        _T.STAGE,
        "LOYALTY/ADVOCATE",
        ("Reach the heart: emotion, not price.", "以情感营销打动人心，而非价格。"),
        ("Share social occasions.", "共同参与社会活动。"),
    ),
    *_lines(_T.STYLE, "DOMINANT_HOSTILE", ("Listen, and never argue.", "耐心倾听，切勿争辩。")),
    *_lines(_T.STYLE, "TIMID_HOSTILE", ("Do not push; be patient and exact.", "不要催促，保持耐心，力求准确。")),
    *_lines(_T.STYLE, "DOMINANT_FRIENDLY", ("Bring evidence and figures.", "提供证据与数据。")),
    *_lines(_T.STYLE, "TIMID_FRIENDLY", ("Be warm, and take agreement as given.", "热情相待，视对方为已同意。")),
    *_lines(
        _T.TEMPER,
        "CHANGEABLE",
        ("Wait for a good moment; do not take a bad one to heart.", "选择情绪好的时机，不必介意一时的不快。"),
        ("Put in writing what was agreed.", "把达成的一致写成文字。"),
    ),
    *_lines(
        _T.TEMPER,
        "HARSH",
        ("Stay calm and polite; do not answer in kind.", "保持冷静有礼，不以牙还牙。"),
        ("Answer the matter, not the tone.", "回应事情本身，而非语气。"),
    ),
    *_lines(
        _T.TEMPER,
        "SUSPICIOUS",
        ("Prove every claim: documents, references, a trial.", "凡事用事实证明：资料、样板客户、试用。"),
        ("Name the weak points yourself.", "主动说明不足之处。"),
    ),
    *_lines(
        _T.TEMPER,
        "PICKY",
        ("Take every point seriously and note it.", "认真对待并记录每一个意见。"),
        ("Come back on each with an answer.", "逐条给出答复。"),
    ),
    *_lines(
        _T.STANCE,
        "SELF_DEFENSIVE",
        ("Ask instead of presenting; give them room.", "多问少讲，给对方空间。"),
        ("Begin with what carries no risk.", "从没有风险的小事开始。"),
    ),
    *_lines(
        _T.STANCE,
        "WARM_SURFACE",
        ("Ask for a small step with a date.", "请对方答应一个有日期的小步骤。"),
        ("Judge by what is done, not by what is said.", "看行动，而非言语。"),
    ),
    *_lines(
        _T.STANCE,
        "DETACHED",
        ("Show what it means to them in person.", "说明此事与其本人的关系。"),
        ("Find who is concerned, and begin there.", "找到真正关心此事的人，从其入手。"),
    ),
    *_lines(
        _T.STANCE,
        "OPINION_LED",
        ("Bring those whose opinion counts with them.", "请其看重的人表态。"),
        ("Show who else of their kind has decided so.", "展示同类客户的选择。"),
    ),
    *_lines(
        _T.STANCE,
        "DELIBERATE",
        ("Give complete material, and time.", "提供完整资料，留出时间。"),
        ("Agree on when they will decide, and do not press before.", "约定决定的时间，在此之前不要催促。"),
    ),
    *_lines(
        _T.COMPLAINT,
        "VENT",
        ("Let them speak to the end; understanding is the remedy.", "让对方把话说完：理解就是解决。"),
    ),
    *_lines(
        _T.COMPLAINT,
        "RESPECT",
        ("Apologise in person, and let somebody of rank call.", "当面致歉，并请有职位的人致电。"),
    ),
    *_lines(
        _T.COMPLAINT,
        "REDRESS",
        ("Say at once what can be made good, and by when.", "立即说明可以如何补偿、何时完成。"),
    ),
    *_lines(
        _T.WIDENING,
        None,
        ("Win liking, agreement and trust.", "赢得好感、认同与信任。"),
        ("Choose with care.", "谨慎选择。"),
        ("Never push.", "不强求。"),
        ("Gain influence step by step.", "逐步影响。"),
    ),
    *_lines(
        _T.TRUST,
        None,
        ("Be the expert.", "做专家。"),
        ("Be introduced by somebody they trust.", "由其信任的人引见。"),
        ("Show the advantage.", "展示优势。"),
        ("Keep promises.", "兑现承诺。"),
    ),
    *_lines(
        _T.UPKEEP,
        None,
        ("Show respect.", "尊重对方。"),
        ("Take the long view.", "着眼长远。"),
        ("Care every day: birthdays, festivals, anniversaries.", "日常关怀：生日、节日、纪念日。"),
        ("Share the gain.", "利益共享。"),
    ),
    *_lines(
        _T.LOSS,
        None,
        ("Watch their own rhythm of buying, and ask when it slows.", "关注客户自身的购买节奏，放缓时及时询问。"),
        ("Settle complaints before the next order is due.", "在下一次订单之前解决投诉。"),
        ("Never depend on one sponsor alone.", "不要只依赖一位赞助者。"),
        ("Ask for satisfaction, and act where it falls.", "定期了解满意度，下降时采取行动。"),
    ),
)
