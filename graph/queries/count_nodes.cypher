// How many nodes of one label there are.
MATCH (n:__LABEL__)
RETURN count(n) AS number
