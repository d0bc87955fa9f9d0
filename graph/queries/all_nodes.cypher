// Every node of one label.
MATCH (n:__LABEL__)
RETURN properties(n) AS props
