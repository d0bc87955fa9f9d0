// The document a part of one stands in, up to four steps away.
MATCH (n:__LABEL__ {id: $id})<-[:HAS_SECTION|HAS_MEASURE|HAS_TARGET|SETS_UP|HAS_CATEGORY|HAS_PROGRAM|HAS_FUND*1..4]-(d:Document)
RETURN DISTINCT d.id AS id
