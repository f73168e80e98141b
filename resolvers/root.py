"""The roots of the schema: its table of contents."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.account import create_account, resolve_account, resolve_accounts, update_account
from resolvers.assessment import assess
from resolvers.change import undo
from resolvers.codes import resolve_code_lists, resolve_ladders
from resolvers.commitment import record_commitment, settle_commitment
from resolvers.contact import set_contact_level
from resolvers.correction import (
    correct_acquaintance,
    correct_assessment,
    correct_employment,
    correct_influence,
    correct_manager,
    correct_roles,
)
from resolvers.decision_map import copy_stakeholders, resolve_decision_map, resolve_map_comparison
from resolvers.importing import check_import, import_files, resolve_import, resolve_import_tables
from resolvers.insight import (
    assign_insight,
    complete_insight,
    dismiss_insight,
    reopen_insight,
    resolve_insight_rules,
    resolve_insights,
)
from resolvers.interaction import record_interaction
from resolvers.likeness import resolve_duplicates
from resolvers.merge import merge_accounts, merge_people
from resolvers.node import resolve_node, resolve_nodes
from resolvers.opportunity import close_opportunity, create_opportunity, update_opportunity
from resolvers.order import record_order
from resolvers.person import change_employment, create_person, resolve_person, update_person
from resolvers.playbook import add_play, change_play, resolve_playbook, withdraw_play
from resolvers.portfolio import resolve_portfolio
from resolvers.referral import (
    advance_referral,
    record_referral,
    resolve_referral_chains,
    resolve_referral_tree,
    resolve_referrals,
)
from resolvers.search import resolve_search, resolve_search_opportunities
from resolvers.seller import create_seller, resolve_sellers, resolve_viewer, update_seller
from resolvers.stage import move_stage, resolve_stage_board
from resolvers.stakeholder import (
    add_stakeholder,
    give_roles,
    name_stakeholder,
    place_stakeholder,
    remove_stakeholder,
)
from resolvers.tie import record_acquaintance, set_influence, set_manager
from resolvers.what_if import resolve_best_moves, resolve_what_if
from schema.account import Account
from schema.account_writing import CreateAccountPayload, UpdateAccountPayload
from schema.assessment import Assessment
from schema.best_move import BestMove
from schema.change import UndoPayload
from schema.codes import CodeList
from schema.commitment import RecordCommitmentPayload, SettleCommitmentPayload
from schema.connection import Connection
from schema.contact_writing import SetContactLevelPayload
from schema.correcting import (
    CorrectAcquaintancePayload,
    CorrectAssessmentPayload,
    CorrectEmploymentPayload,
    CorrectInfluencePayload,
    CorrectManagerPayload,
    CorrectRolesPayload,
)
from schema.decision_map import DecisionMap
from schema.decision_map_writing import CopyStakeholdersPayload
from schema.import_file import ImportTable
from schema.importing import CheckImportPayload, Import, ImportFilesPayload
from schema.insight import Insight, InsightRule
from schema.insight_writing import (
    AssignInsightPayload,
    CompleteInsightPayload,
    DismissInsightPayload,
    ReopenInsightPayload,
)
from schema.interaction import Interaction, RecordInteractionPayload
from schema.ladder import Ladder
from schema.likeness import Duplicates
from schema.map_comparison import MapComparison
from schema.merging import MergeAccountsPayload, MergePeoplePayload
from schema.node import Node, Party
from schema.opportunity import (
    CloseOpportunityPayload,
    CreateOpportunityPayload,
    Opportunity,
    UpdateOpportunityPayload,
)
from schema.order import Order, RecordOrderPayload
from schema.person import ChangeEmploymentPayload, CreatePersonPayload, Person, UpdatePersonPayload
from schema.plans import PlannedExecutor
from schema.playbook import AddPlayPayload, ChangePlayPayload, PlaybookEntry, WithdrawPlayPayload
from schema.portfolio import Portfolio
from schema.referral import AdvanceReferralPayload, RecordReferralPayload, Referral
from schema.referral_tree import ReferralChains, ReferralTree
from schema.scalars import SCALARS
from schema.seller import CreateSellerPayload, Seller, UpdateSellerPayload
from schema.stage import MoveStagePayload, StageTransition
from schema.stage_board import StageBoard
from schema.stakeholder import Stakeholder
from schema.stakeholder_writing import (
    AddStakeholderPayload,
    AssessPayload,
    GiveRolesPayload,
    NameStakeholderPayload,
    PlaceStakeholderPayload,
    RemoveStakeholderPayload,
)
from schema.tie_writing import RecordAcquaintancePayload, SetInfluencePayload, SetManagerPayload
from schema.what_if import WhatIf

if TYPE_CHECKING:
    from graphql import GraphQLError
    from strawberry.types import ExecutionContext


@strawberry.type(description="What can be read. What you may not see counts nowhere.")
class Query:
    node: Node | None = strawberry.field(
        resolver=resolve_node, description="Whatever has this id; null where there is nothing, or you may not see it."
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=resolve_nodes, description="Whatever has these ids, in order, as `node` answers it."
    )
    viewer: Seller | None = strawberry.field(resolver=resolve_viewer, description="Who you are.")
    code_lists: list[CodeList] = strawberry.field(
        resolver=resolve_code_lists, description="Every value list with its labels in both languages."
    )
    account: Account | None = strawberry.field(resolver=resolve_account, description="One account.")
    person: Person | None = strawberry.field(resolver=resolve_person, description="One person.")
    accounts: Connection[Account] = strawberry.field(resolver=resolve_accounts, description="The accounts you may see.")
    portfolio: Portfolio = strawberry.field(
        resolver=resolve_portfolio,
        description="Accounts side by side, sorted by what their maps and deals come to; at most 10,000.",
    )
    sellers: Connection[Seller] = strawberry.field(resolver=resolve_sellers, description="All of us, by name.")
    search: list[Party] = strawberry.field(
        resolver=resolve_search,
        description="Parties by what they are called or reached by, the best first.",
    )
    search_opportunities: list[Opportunity] = strawberry.field(
        resolver=resolve_search_opportunities,
        description="Deals by what they are called, the best first.",
    )
    duplicates: Duplicates = strawberry.field(
        resolver=resolve_duplicates,
        description="Which accounts, and which people, may be one and the same, and by what signs.",
    )
    decision_map: DecisionMap | None = strawberry.field(
        resolver=resolve_decision_map, description="One decision map, now or as of a time."
    )
    compare_maps: MapComparison | None = strawberry.field(
        resolver=resolve_map_comparison,
        description="Two maps side by side, or one at two moments; null where one of them is none you may see.",
    )
    what_if: WhatIf | None = strawberry.field(
        resolver=resolve_what_if, description="What a map would be if some things were so; nothing is written."
    )
    insights: list[Insight] = strawberry.field(
        resolver=resolve_insights,
        description="What the rules find now at the accounts that you may see and that are not archived: by severity, "
        "then value at stake, then since when.",
    )
    insight_rules: list[InsightRule] = strawberry.field(
        resolver=resolve_insight_rules, description="The rules, in order: what is looked for."
    )
    best_moves: list[BestMove] | None = strawberry.field(
        resolver=resolve_best_moves,
        description="Which single changes would improve a map most, the best first, then the easier one; null where "
        "there is no map you may see. Of maps of at most 200 people.",
    )
    referrals: Connection[Referral] = strawberry.field(
        resolver=resolve_referrals, description="Referrals, the latest made first."
    )
    referral_chains: ReferralChains = strawberry.field(
        resolver=resolve_referral_chains, description="Up from a party: every way to a party that nobody referred."
    )
    referral_tree: ReferralTree | None = strawberry.field(
        resolver=resolve_referral_tree, description="Down from a party: everyone it brought."
    )
    ladders: list[Ladder] = strawberry.field(resolver=resolve_ladders, description="Every ladder with its stages.")
    playbook: list[PlaybookEntry] = strawberry.field(
        resolver=resolve_playbook, description="Advice for every situation, in order; plays point into it by id."
    )
    stage_board: StageBoard = strawberry.field(
        resolver=resolve_stage_board, description="Which accounts stand on which stage of a ladder."
    )
    import_tables: list[ImportTable] = strawberry.field(
        resolver=resolve_import_tables, description="The tables that can be imported, with their headings."
    )
    import_: Import | None = strawberry.field(
        name="import",
        resolver=resolve_import,
        description="Files that you uploaded, by the id that the upload answered; null where there are none, or not "
        "any more.",
    )


@strawberry.type(description="What can be written. Of what is refused, in `userErrors`, nothing is written.")
class Mutation:
    create_account: CreateAccountPayload = strawberry.field(resolver=create_account, description="Create an account.")
    update_account: UpdateAccountPayload = strawberry.field(
        resolver=update_account, description="Change fields of an account."
    )
    create_person: CreatePersonPayload = strawberry.field(resolver=create_person, description="Create a person.")
    update_person: UpdatePersonPayload = strawberry.field(
        resolver=update_person, description="Change fields of a person."
    )
    change_employment: ChangeEmploymentPayload = strawberry.field(
        resolver=change_employment, description="Say where a person works from a day on."
    )
    create_seller: CreateSellerPayload = strawberry.field(resolver=create_seller, description="Create a seller.")
    update_seller: UpdateSellerPayload = strawberry.field(
        resolver=update_seller, description="Change fields of a seller."
    )
    create_opportunity: CreateOpportunityPayload = strawberry.field(
        resolver=create_opportunity, description="Open an opportunity."
    )
    update_opportunity: UpdateOpportunityPayload = strawberry.field(
        resolver=update_opportunity, description="Change fields of an opportunity."
    )
    close_opportunity: CloseOpportunityPayload = strawberry.field(
        resolver=close_opportunity, description="Say that a deal is won or lost; its map is read-only from then on."
    )
    add_stakeholder: AddStakeholderPayload = strawberry.field(
        resolver=add_stakeholder, description="Add a person, or a placeholder, to a map."
    )
    copy_stakeholders: CopyStakeholdersPayload = strawberry.field(
        resolver=copy_stakeholders, description="Let the people of a map join another one of the account."
    )
    give_roles: GiveRolesPayload = strawberry.field(
        resolver=give_roles, description="State all the roles that a stakeholder holds."
    )
    name_stakeholder: NameStakeholderPayload = strawberry.field(
        resolver=name_stakeholder, description="Say who a placeholder is; its id, roles and assessments stay."
    )
    place_stakeholder: PlaceStakeholderPayload = strawberry.field(
        resolver=place_stakeholder, description="Say where a stakeholder's card lies."
    )
    remove_stakeholder: RemoveStakeholderPayload = strawberry.field(
        resolver=remove_stakeholder, description="Take a stakeholder out of its map; its history stays."
    )
    assess: AssessPayload = strawberry.field(
        resolver=assess, description="Add what you saw of a stakeholder: support, influence, and so on."
    )
    set_manager: SetManagerPayload = strawberry.field(resolver=set_manager, description="Say whom a person reports to.")
    set_influence: SetInfluencePayload = strawberry.field(
        resolver=set_influence, description="Say how strongly one person moves another."
    )
    record_acquaintance: RecordAcquaintancePayload = strawberry.field(
        resolver=record_acquaintance, description="Say that two people, or one of us and a person, know each other."
    )
    record_interaction: RecordInteractionPayload = strawberry.field(
        resolver=record_interaction, description="Log a contact."
    )
    record_order: RecordOrderPayload = strawberry.field(resolver=record_order, description="Record an order.")
    record_referral: RecordReferralPayload = strawberry.field(
        resolver=record_referral, description="Record that one party recommended us to another."
    )
    advance_referral: AdvanceReferralPayload = strawberry.field(
        resolver=advance_referral, description="Move a referral on to its next status."
    )
    set_contact_level: SetContactLevelPayload = strawberry.field(
        resolver=set_contact_level, description="State what one of us is to one of them, and should be."
    )
    record_commitment: RecordCommitmentPayload = strawberry.field(
        resolver=record_commitment, description="Record what we or they promise."
    )
    settle_commitment: SettleCommitmentPayload = strawberry.field(
        resolver=settle_commitment, description="Say that a commitment was kept, broken or withdrawn."
    )
    dismiss_insight: DismissInsightPayload = strawberry.field(
        resolver=dismiss_insight,
        description="Say why an insight needs no attention, until a day; it comes back when its evidence changes.",
    )
    assign_insight: AssignInsightPayload = strawberry.field(
        resolver=assign_insight, description="Say who of us is to see to an insight."
    )
    complete_insight: CompleteInsightPayload = strawberry.field(
        resolver=complete_insight,
        description="Say that what an insight asks for is done; it comes back when its evidence changes.",
    )
    reopen_insight: ReopenInsightPayload = strawberry.field(
        resolver=reopen_insight, description="Take an insight up again that was dismissed or done."
    )
    add_play: AddPlayPayload = strawberry.field(
        resolver=add_play, description="Add a piece of advice of your own to the playbook."
    )
    change_play: ChangePlayPayload = strawberry.field(
        resolver=change_play, description="Change a piece of advice of your own; what is left out stays."
    )
    withdraw_play: WithdrawPlayPayload = strawberry.field(
        resolver=withdraw_play, description="Take a piece of advice of your own out of the playbook."
    )
    move_stage: MoveStagePayload = strawberry.field(
        resolver=move_stage, description="Move an account to a stage of a ladder."
    )
    correct_assessment: CorrectAssessmentPayload = strawberry.field(
        resolver=correct_assessment,
        description="Put an assessment right that was wrong, whatever was built on it since; both stay in the history.",
    )
    correct_roles: CorrectRolesPayload = strawberry.field(
        resolver=correct_roles, description="Put roles right that a stakeholder was wrongly said to hold."
    )
    correct_manager: CorrectManagerPayload = strawberry.field(
        resolver=correct_manager, description="Put right whom a person was wrongly said to report to."
    )
    correct_influence: CorrectInfluencePayload = strawberry.field(
        resolver=correct_influence, description="Put right what was wrongly said of an influence."
    )
    correct_acquaintance: CorrectAcquaintancePayload = strawberry.field(
        resolver=correct_acquaintance, description="Put right what was wrongly said of an acquaintance."
    )
    correct_employment: CorrectEmploymentPayload = strawberry.field(
        resolver=correct_employment, description="Put right where a person was wrongly said to work, or to have left."
    )
    merge_people: MergePeoplePayload = strawberry.field(
        resolver=merge_people,
        description="Say that two people are one and the same: all that was said of one is said of the other. "
        "An ADMIN's to do; `undo` takes it back.",
    )
    merge_accounts: MergeAccountsPayload = strawberry.field(
        resolver=merge_accounts,
        description="Say that two accounts are one and the same customer. An ADMIN's to do; `undo` takes it back.",
    )
    check_import: CheckImportPayload = strawberry.field(
        resolver=check_import,
        description="Begin to check uploaded files: what would be created and changed, and every error. Nothing is "
        "written. An ADMIN's to do, as is `importFiles`.",
    )
    import_files: ImportFilesPayload = strawberry.field(
        resolver=import_files,
        description="Begin to import uploaded files, as one change that `undo` takes back. The same files twice change "
        "nothing.",
    )
    undo: UndoPayload = strawberry.field(
        resolver=undo,
        description="Take back what one earlier change wrote, if nothing has been built on it since (else CONFLICT). "
        "An undo can be undone.",
    )


class _Schema(strawberry.Schema):
    """A schema that leaves errors to the application: it tells the caller what they may know, and logs the rest."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing: a message can quote what somebody typed."""


@cache
def build_schema() -> strawberry.Schema:
    """Return the schema, made once."""
    return _Schema(
        Query,
        Mutation,
        # What is reached only as a Node.
        types=[Assessment, DecisionMap, Interaction, Opportunity, Order, Stakeholder, StageTransition],
        execution_context_class=PlannedExecutor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
