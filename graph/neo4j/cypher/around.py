"""What rules look at besides maps: several statements in one, so that they take one round trip."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.arrival import LIST_ARRIVALS, LIST_UNTOUCHED
from graph.neo4j.cypher.columns import SELLER
from graph.neo4j.cypher.dealing import LIST_LATEST_ASSESSMENTS, LIST_OPEN_OPPORTUNITIES
from graph.neo4j.cypher.decision_map import LIST_MAP_GRAPHS
from graph.neo4j.cypher.network import LIST_SURROUNDINGS
from graph.neo4j.cypher.noted import LIST_COMMITMENTS, LIST_FINDING_NOTES
from graph.neo4j.cypher.stage import LIST_STANDINGS
from graph.neo4j.cypher.strength import LIST_DEALINGS_OF_PEOPLE
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN


def _as(name: LiteralString, statement: LiteralString, given: LiteralString = "") -> LiteralString:
    """Return a statement as a part of another, which is given these variables."""
    return "CALL (" + given + ") {" + statement + " AS " + name + "}\n"


# $maps: of each its id, and the id of the account or the opportunity whose map it is. Each part is given the answer of
# the one before, so that they are done one after another.
_AROUND: Final[LiteralString] = (
    """
UNWIND $maps AS map
OPTIONAL MATCH (o:Opportunity {id: map.opportunity_id})
MATCH (a:Account {id: coalesce(map.account_id, o.account_id)})
WHERE """
    + ACCOUNT_SEEN
    + """
OPTIONAL MATCH (:DecisionMap {id: map.id})<-[:IN]-(h:Stakeholder) WHERE h.until IS NULL
OPTIONAL MATCH (h)-[:IS]->(x:Person)
WITH collect(DISTINCT h.id) AS places, collect(DISTINCT x.id) AS people, collect(DISTINCT a.owner_id) AS owners,
  collect(DISTINCT a.id) AS accounts
"""
    + _as("assessed", LIST_LATEST_ASSESSMENTS.replace("$ids", "places"), "places")
    + _as("surrounding", LIST_SURROUNDINGS.replace("$ids", "people"), "people")
    + _as("dealt", LIST_DEALINGS_OF_PEOPLE.replace("$people", "people"), "people")
    + """
CALL (people) {
  UNWIND people AS id
  MATCH (:Party {id: id})<-[:WITH]-(i:Interaction)-[:AT]->(a)
  WHERE i.at > $from AND i.at <= $to AND """
    + ACCOUNT_SEEN
    + """
  WITH id, max(i.at) AS last
  RETURN collect([id, last]) AS met
}
CALL (owners, surrounding, dealt) {
  UNWIND owners + [one IN dealt | one[1]] + reduce(all = [], one IN surrounding | all + one[1]) AS id
  WITH DISTINCT id
  MATCH (s:Seller {id: id})
  RETURN collect("""
    + SELLER
    + """) AS ours
}
"""
    + _as("opportunities", LIST_OPEN_OPPORTUNITIES.replace("$ids", "accounts"), "accounts")
    + _as("notes", LIST_FINDING_NOTES.replace("$ids", "accounts"), "accounts")
)
_ANSWER: Final[LiteralString] = "people, assessed, surrounding, met, dealt, ours, opportunities, notes"

LOAD_AROUND: Final[LiteralString] = _AROUND + "RETURN " + _ANSWER

# $ids: of the accounts whose standing maps $maps are.
LOAD_ACCOUNTS_AROUND: Final[LiteralString] = (
    _AROUND
    + _as("graphs", LIST_MAP_GRAPHS, "notes")
    + _as("standings", LIST_STANDINGS, "graphs")
    + _as("commitments", LIST_COMMITMENTS, "standings")
    + _as("untouched", LIST_UNTOUCHED, "commitments")
    + _as("arrivals", LIST_ARRIVALS, "untouched")
    + "RETURN graphs, standings, commitments, untouched, arrivals, "
    + _ANSWER
)
