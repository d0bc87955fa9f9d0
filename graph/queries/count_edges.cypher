// How many edges of one type there are.
MATCH ()-[r:__TYPE__]->()
RETURN count(r) AS number
