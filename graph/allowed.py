"""What a user's own Cypher may call: functions and procedures that read the graph and nothing else."""

from __future__ import annotations

_FUNCTIONS = """
all any none single exists isEmpty
coalesce head last size length type labels keys properties nodes relationships startNode endNode
toBoolean toFloat toInteger toString toBooleanOrNull toFloatOrNull toIntegerOrNull toStringOrNull
toBooleanList toFloatList toIntegerList toStringList char_length character_length nullIf valueType
count sum avg min max collect stDev stDevP percentileCont percentileDisc
range reverse tail reduce
abs ceil floor round sign sqrt exp log log10 e pi sin cos tan cot asin acos atan atan2 degrees radians isNaN
rand randomUUID timestamp
left right lTrim rTrim bTrim trim replace split substring toLower toUpper lower upper normalize
date datetime localdatetime localtime time duration
date.truncate datetime.truncate localdatetime.truncate time.truncate localtime.truncate
duration.between duration.inDays duration.inMonths duration.inSeconds
shortestPath allShortestPaths
"""
FUNCTIONS = frozenset(name.lower() for name in _FUNCTIONS.split())

PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys", "db.index.fulltext.querynodes"})

ENGINE_IDS = frozenset({"id", "elementid"})

# Names that may stand before "(" without being a call.
_WORDS = """
MATCH OPTIONAL WHERE AND OR XOR NOT IN RETURN WITH UNWIND AS CASE WHEN THEN ELSE BY CALL DISTINCT LIMIT SKIP OFFSET
CONTAINS ON ALL ANY SHORTEST PATHS PATH GROUPS GROUP ELEMENTS RELATIONSHIPS WALK TRAIL ACYCLIC UNION END JOIN
FILTER LEADING TRAILING BOTH FROM IS
"""
WORDS_BEFORE_PARENTHESIS = frozenset(_WORDS.split())

# Sources of an inner loop that are small by nature: the engines stop a query between rows, not inside an expression.
SMALL_SOURCES = frozenset({"nodes", "relationships", "labels", "keys", "split"})
